package org.sluice.engine.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.base.Check;

/**
 * A checkpoint seen with other layers than it has: each a copy of one of its own, some more than
 * once. PEFT's layer_replication; with blank copies, the block expansion of LLaMA-Pro (Wu et al.
 * 2024): a copy whose last matrices are zero passes its input on unchanged until it is trained.
 */
public final class LayerCopies implements Checkpoint {
  private static final Pattern LAYER =
      Pattern.compile("(.*?\\.(?:layers|h|block|layer)\\.)(\\d+)(\\..*)");

  /** The matrices through which a layer adds to the residual stream. */
  private static final Pattern LAST =
      Pattern.compile(
          ".*\\.(o_proj|down_proj|c_proj|out_proj|fc2|dense_4h_to_h|dense|fc_out)\\..*");

  /**
   * One layer.
   *
   * @param of the layer of the checkpoint that it is a copy of
   * @param blank whether it passes its input on unchanged
   */
  public record Layer(int of, boolean blank) {}

  private final Checkpoint base;
  private final List<Layer> layers;
  private final ModelConfig config;

  public LayerCopies(Checkpoint base, List<Layer> layers) {
    this.base = base;
    this.layers = List.copyOf(layers);
    int count = base.config().numHiddenLayers();
    for (Layer layer : layers) {
      Check.that(
          layer.of() >= 0 && layer.of() < count,
          "a layer must be in [0, %d), got %d",
          count,
          layer.of());
    }
    config = config(base.config(), this.layers);
  }

  /** Ranges [first, end) of layers one after another: layer_replication. */
  public static List<Layer> ranges(List<List<Integer>> ranges) {
    List<Layer> layers = new ArrayList<>();
    for (List<Integer> range : ranges) {
      Check.that(range.size() == 2, "layer_replication needs pairs, got %s", range);
      for (int i = range.get(0); i < range.get(1); i++) {
        layers.add(new Layer(i, false));
      }
    }
    Check.that(!layers.isEmpty(), "layer_replication must name a layer, got %s", ranges);
    return layers;
  }

  /** Blank copies, one behind each of {@code added} equal groups of layers. */
  public static List<Layer> expanded(int count, int added) {
    Check.that(
        added >= 1 && count % added == 0,
        "the added layers must divide the model's %d, got %d",
        count,
        added);
    List<Layer> layers = new ArrayList<>();
    int group = count / added;
    for (int i = 0; i < count; i++) {
      layers.add(new Layer(i, false));
      if ((i + 1) % group == 0) {
        layers.add(new Layer(i, true));
      }
    }
    return layers;
  }

  private static ModelConfig config(ModelConfig of, List<Layer> layers) {
    ModelConfig changed = of;
    for (String key : List.of("num_hidden_layers", "n_layer", "num_layers")) {
      changed = of.raw().containsKey(key) ? changed.with(key, layers.size()) : changed;
    }
    for (String key : List.of("layer_types", "mlp_layer_types")) {
      if (of.raw().get(key) instanceof List<?> types) {
        List<Object> copies = new ArrayList<>();
        layers.forEach(layer -> copies.add(types.get(layer.of())));
        changed = changed.with(key, copies);
      }
    }
    return new ModelConfig(
        changed.modelType(),
        changed.vocabSize(),
        changed.hiddenSize(),
        changed.intermediateSize(),
        layers.size(),
        changed.numAttentionHeads(),
        changed.numKeyValueHeads(),
        changed.headDim(),
        changed.rmsNormEps(),
        changed.ropeTheta(),
        changed.maxPositionEmbeddings(),
        changed.tieWordEmbeddings(),
        changed.bosTokenId(),
        changed.eosTokenIds(),
        changed.raw());
  }

  @Override
  public Path path() {
    return base.path();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensors() {
    Set<String> names = new TreeSet<>();
    for (String name : base.tensors()) {
      Matcher found = LAYER.matcher(name);
      if (!found.matches()) {
        names.add(name);
        continue;
      }
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i).of() == Integer.parseInt(found.group(2))) {
          names.add(found.group(1) + i + found.group(3));
        }
      }
    }
    return names;
  }

  private Optional<Layer> layer(Matcher name) {
    if (!name.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(name.group(2));
    return number < layers.size() ? Optional.of(layers.get(number)) : Optional.empty();
  }

  private String own(String name) {
    Matcher found = LAYER.matcher(name);
    return layer(found).map(layer -> found.group(1) + layer.of() + found.group(3)).orElse(name);
  }

  @Override
  public long[] shape(String name) {
    return base.shape(own(name));
  }

  @Override
  public float[] read(String name) {
    boolean blank = layer(LAYER.matcher(name)).map(Layer::blank).orElse(false);
    float[] values = base.read(own(name));
    return blank && LAST.matcher(name).matches() ? new float[values.length] : values;
  }

  @Override
  public String tokenizerJson() {
    return base.tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return base.tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return base.chatTemplate();
  }

  @Override
  public Map<String, String> specialTokens() {
    return base.specialTokens();
  }

  @Override
  public boolean quantized() {
    return base.quantized();
  }

  @Override
  public String digest() {
    return base.digest();
  }

  @Override
  public void close() {
    base.close();
  }
}
