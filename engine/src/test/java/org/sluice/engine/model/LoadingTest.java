package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** What of a model is in memory in full precision while it is loaded. */
class LoadingTest {
  private static final Pattern LAYER = Pattern.compile("(.*?\\.\\d+)\\..*");

  /** Arrays that were read and are still held by somebody. */
  private final List<WeakReference<float[]>> read = new ArrayList<>();

  private long most;

  @ParameterizedTest
  @CsvSource({
    "tiny, CAUSAL_LM, NF4_DOUBLE",
    "models/mixtral, CAUSAL_LM, NF4",
    "models/phi3, CAUSAL_LM, NONE",
    "models/t5, SEQ_2_SEQ_LM, NONE"
  })
  void holdsOneLayerAtMost(String folder, Task task, Quantization quantization) {
    LoadOptions options = LoadOptions.frozen(quantization, DType.FP32);
    try (Torch torch = Torch.onCpu(1);
        Checkpoint real = Checkpoint.open(Tiny.FOLDER.getParent().resolve(Path.of(folder)))) {
      Checkpoint watched = watched(real);
      Model model =
          task == Task.CAUSAL_LM
              ? CausalModel.load(torch, watched, options)
              : TaskModel.load(torch, watched, task, options);
      assertThat(model.totalSize()).isGreaterThan(2 * most);
      assertThat(read).hasSizeGreaterThan(10);
      assertThat(most).isBetween(1L, largestLayer(real));
    }
  }

  /** The largest layer, or the largest tensor outside of layers where that is more. */
  private static long largestLayer(Checkpoint model) {
    Map<String, Long> sizes = new HashMap<>();
    for (String name : model.tensors()) {
      Matcher layer = LAYER.matcher(name);
      long size = Arrays.stream(model.shape(name)).reduce(1, (a, b) -> a * b);
      sizes.merge(layer.matches() ? layer.group(1) : name, size, Long::sum);
    }
    return sizes.values().stream().mapToLong(size -> size).max().orElseThrow();
  }

  private Checkpoint watched(Checkpoint real) {
    return (Checkpoint)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Checkpoint.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(real, arguments);
              if (result instanceof float[] values) {
                read.add(new WeakReference<>(values));
                System.gc();
                most = Math.max(most, held());
              }
              return result;
            });
  }

  private long held() {
    return read.stream()
        .map(WeakReference::get)
        .mapToLong(values -> values == null ? 0 : values.length)
        .sum();
  }
}
