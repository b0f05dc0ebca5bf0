package org.sluice.engine.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The library of ops, loaded into libtorch, and the one way to call it. Everything native that a
 * Torch made is given back when it closes; make one a model, and use it from one thread at a time.
 */
public final class Torch implements AutoCloseable {
  /** The graph executor's optimiser compiles for every new shape and gains nothing here. */
  private static final ThreadLocal<Boolean> PREPARED =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  /** The first one opens the class whose methods the others go on with. */
  private static final List<String> FILES =
      List.of(
          "ops.py",
          "general.py",
          "attention.py",
          "encoders.py",
          "prompts.py",
          "decoding.py",
          "screen.py",
          "device.py",
          hasOneDnn() ? "onednn.py" : "without_onednn.py");

  /** The line between a file's methods and its functions. */
  static final String FUNCTIONS = "# ---- functions -+\n";

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  private Torch(Device device, String source) {
    this((PtNDManager) NDManager.newBaseManager(device, "PyTorch"), source);
  }

  private Torch(PtNDManager manager, String source) {
    this.manager = manager;
    prepareThread();
    try {
      InputStream archive = new ByteArrayInputStream(TorchArchive.of(source));
      block = JniUtils.loadModule(manager, archive, true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the ops for the CPU; see {@link #on}. */
  public static Torch onCpu(int threads) {
    return on(Device.cpu(), threads);
  }

  /**
   * Loads the ops for a device.
   *
   * @param threads libtorch's threads, a setting of the whole process: the cores that this executor
   *     owns; 0 leaves it as it is
   */
  public static Torch on(Device device, int threads) {
    Torch torch = new Torch(device, source());
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
    return torch;
  }

  /** Whether libtorch has oneDNN's products: its builds for x86 processors do. */
  static boolean hasOneDnn() {
    return List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** Whether the ops run on a graphics processor. */
  public boolean isCuda() {
    return manager.getDevice().isGpu();
  }

  /** Other text beside the ops, on the same device; it goes when this object closes. */
  Torch library(String source) {
    return new Torch((PtNDManager) manager.newSubManager(), source);
  }

  /** Loads other text than the product's ops; for tests that bring their own reference. */
  static Torch withSource(String source) {
    return new Torch(Device.cpu(), source);
  }

  /** The text of the ops: of each file first the methods, then the functions. */
  static String source() {
    StringBuilder methods = new StringBuilder();
    StringBuilder functions = new StringBuilder();
    for (String file : FILES) {
      String[] parts = text(file).split(FUNCTIONS, 2);
      methods.append(parts[0]).append('\n');
      functions.append(parts[1]).append('\n');
    }
    return methods.append(functions).toString();
  }

  static String text(String file) {
    try (InputStream in = Torch.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The manager of what lives as long as this object. */
  public PtNDManager manager() {
    return manager;
  }

  /** A new scope: what is made in it goes when it closes. */
  public PtNDManager scope() {
    return (PtNDManager) manager.newSubManager();
  }

  /**
   * Runs a method in inference mode: no autograd bookkeeping. Arguments are PtNDArray, PtNDArray[],
   * Integer, Long, Double, Boolean, String, long[], what {@link #opaque} gave; the results belong
   * to {@code to}.
   */
  PtNDArray[] call(NDManager to, String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return unpack(result, (PtNDManager) to);
    }
  }

  /**
   * As {@link #call}, for a result that only methods understand, who take it as an argument.
   *
   * @param to closes it
   */
  IValue opaque(NDManager to, String method, Object... arguments) {
    IValue result = run(method, arguments);
    to.attachInternal(result.getUid(), result);
    return result;
  }

  private IValue run(String method, Object... arguments) {
    prepareThread();
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, method, values);
    } finally {
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null && !(arguments[i] instanceof IValue)) {
          values[i].close();
        }
      }
    }
  }

  /** As {@link #call}, for a method with one result. */
  PtNDArray one(NDManager to, String method, Object... arguments) {
    return call(to, method, arguments)[0];
  }

  /** As {@link #autograd}, for a method without a list. */
  PtNDArray[] callWithAutograd(NDManager to, String method, NDArray... arguments) {
    return autograd(to, method, new NDList(arguments));
  }

  /**
   * Runs a method outside inference mode, so that it may use autograd; only tensors can be passed
   * so.
   *
   * @param arguments the first arguments, one tensor each
   * @param list the method's last argument, a list of tensors; none given, the method has no list
   */
  PtNDArray[] autograd(NDManager to, String method, NDList arguments, PtNDArray... list) {
    prepareThread();
    try (NDManager names = to.newSubManager()) {
      NDList all = new NDList(arguments);
      for (PtNDArray array : list) {
        array.setName("p[]"); // arrays named alike become one list
        all.add(array);
      }
      NDArray name = names.create(0);
      name.setName("module_method:" + method); // the name picks the method
      all.add(name);
      NDList results = IValueUtils.forward(block, all, true);
      PtNDArray[] out = new PtNDArray[results.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = (PtNDArray) results.get(i);
        out[i].attach(to);
      }
      return out;
    }
  }

  /** A tensor over a direct buffer, on the CPU whatever the device: both see the same memory. */
  public static PtNDArray over(PtNDManager to, ByteBuffer direct, DataType type, long... shape) {
    // DJL changes position and limit of what it is given
    ByteBuffer view = direct.duplicate().order(ByteOrder.nativeOrder());
    return JniUtils.createNdFromByteBuffer(
        to, view, new Shape(shape), type, SparseFormat.DENSE, Device.cpu());
  }

  private static void prepareThread() {
    PREPARED.get();
  }

  private static IValue value(Object argument) {
    if (argument instanceof IValue opaque) {
      return opaque;
    } else if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof PtNDArray[] arrays) {
      return IValue.listFrom(arrays);
    } else if (argument instanceof Integer number) {
      return IValue.from((long) number);
    } else if (argument instanceof Long number) {
      return IValue.from((long) number);
    } else if (argument instanceof Double number) {
      return IValue.from((double) number);
    } else if (argument instanceof Boolean flag) {
      return IValue.from((boolean) flag);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    } else if (argument instanceof String text) {
      return IValue.from(text);
    }
    throw new IllegalArgumentException("No TorchScript value for " + argument);
  }

  private static PtNDArray[] unpack(IValue result, PtNDManager to) {
    if (result.isTensor()) {
      return new PtNDArray[] {result.toTensor(to)};
    } else if (result.isTensorList()) {
      return result.toTensorArray(to);
    }
    return new PtNDArray[0]; // None
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
