package org.sluice.jobs;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.apache.spark.TaskContext;
import org.sluice.base.UserError;

/**
 * Where a task's arithmetic runs: on the GPU that Spark assigned to it, on one that is there, or on
 * the CPU.
 */
public final class Devices {
  /** The name under which Spark's resources hold GPUs. */
  private static final String GPU = "gpu";

  private Devices() {}

  /**
   * The device for the calling task, or for this process outside Spark's tasks.
   *
   * @throws UserError when CUDA is asked for and this process sees no CUDA device
   */
  public static Device of(ModelOptions.Accelerator wanted) {
    return switch (wanted) {
      case CPU -> Device.cpu();
      case AUTO -> count() > 0 ? assigned() : Device.cpu();
      case CUDA -> {
        if (count() == 0) {
          throw UserError.of(
              "model.device is cuda, but the executor sees no CUDA device",
              "run ./sluice doctor there, or set model.device to cpu");
        }
        yield assigned();
      }
    };
  }

  private static int count() {
    return Engine.getInstance().getGpuCount();
  }

  /** Spark sets no CUDA_VISIBLE_DEVICES for a JVM; the address is for the task to heed. */
  private static Device assigned() {
    TaskContext task = TaskContext.get();
    if (task == null || !task.resourcesJMap().containsKey(GPU)) {
      return Device.gpu(0);
    }
    return Device.gpu(Integer.parseInt(task.resourcesJMap().get(GPU).addresses()[0]));
  }
}
