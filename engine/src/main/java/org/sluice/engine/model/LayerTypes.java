package org.sluice.engine.model;

import java.util.function.IntPredicate;
import org.sluice.engine.file.ModelConfig;

/** Which layers see a window of the text alone. */
final class LayerTypes {
  static final String SLIDING = "sliding_attention";
  static final String FULL = "full_attention";

  private LayerTypes() {}

  /**
   * Keys that each layer sees; 0 for all.
   *
   * @param sliding which layers have a window where config.json has no layer_types
   */
  static int[] windows(ModelConfig config, IntPredicate sliding) {
    int[] windows = new int[config.numHiddenLayers()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = slides(config, i, sliding) ? config.integer("sliding_window", 4096) : 0;
    }
    return windows;
  }

  /** Whether a layer has a window. */
  static boolean slides(ModelConfig config, int layer, IntPredicate sliding) {
    var types = config.list("layer_types");
    return layer < types.size() ? SLIDING.equals(types.get(layer)) : sliding.test(layer);
  }

  /** The window of a model in which every layer has the same; 0 for none. */
  static int everywhere(ModelConfig config, int missing) {
    return config.raw().containsKey("sliding_window")
        ? config.integer("sliding_window", 0)
        : missing;
  }
}
