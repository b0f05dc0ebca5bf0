package org.sluice.jobs.train;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where a run keeps things; all on a file system that the driver and the executors share. Paths are
 * text, because a {@link Path} cannot be serialized.
 *
 * @param work log, curves, notes and the rows while they are needed
 * @param checkpoints folders {@code checkpoint-STEP}
 * @param result what is trained: an adapter in PEFT's format or a model as a Hugging Face folder
 */
public record TrainPlaces(String work, String checkpoints, String result) implements Serializable {

  Path log() {
    return Path.of(work, "log.jsonl");
  }

  /** Plain lines for the person who waits, from rank 0 to the driver. */
  Path notes() {
    return Path.of(work, "notes.txt");
  }

  Path metrics() {
    return Path.of(work, "metrics.json");
  }

  Path curves() {
    return Path.of(work, "tensorboard");
  }

  Path epochs() {
    return Path.of(work, "epochs.jsonl");
  }

  Path rows() {
    return Path.of(work, "rows");
  }

  Path heldOutRows() {
    return Path.of(work, "held-out-rows");
  }

  Path checkpointFolder() {
    return Path.of(checkpoints);
  }

  Path resultFolder() {
    return Path.of(result);
  }
}
