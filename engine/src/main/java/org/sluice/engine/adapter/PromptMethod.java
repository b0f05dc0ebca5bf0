package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Extra;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * Methods that train what stands in front of a text. PEFT saves the output of their encoder alone,
 * as prompt_embeddings: enough to run them, and to train those on that have no encoder.
 */
abstract class PromptMethod extends Method {
  private static final long serialVersionUID = 1L;
  private static final String SAVED = "prompt_embeddings";
  static final String ENCODER = "prompt_encoder.";

  PromptMethod(Map<String, ?> defaults, Map<String, ?> given) {
    super(defaults, given);
    settings().integer("num_virtual_tokens", 1);
    Object modules = settings().raw("num_transformer_submodules");
    if (modules != null) {
      settings().integer("num_transformer_submodules", 1);
    }
  }

  @Override
  String headPrefix() {
    return "base_model.";
  }

  /** What PEFT fills in from the model. */
  @Override
  PeftSettings fitted(ModelConfig config) {
    PeftSettings all = settings();
    boolean both = Boolean.TRUE.equals(config.raw().get("is_encoder_decoder"));
    all = orElse(all, "num_transformer_submodules", both ? 2 : 1);
    all = orElse(all, "num_layers", config.numHiddenLayers());
    all = orElse(all, "token_dim", tokenDim(config));
    all = orElse(all, "num_attention_heads", heads(config));
    return orElse(all, "encoder_hidden_size", all.raw("token_dim"));
  }

  int tokenDim(ModelConfig config) {
    return config.hiddenSize();
  }

  int heads(ModelConfig config) {
    return config.numAttentionHeads();
  }

  private static PeftSettings orElse(PeftSettings settings, String key, Object value) {
    boolean asked = settings.asMap().containsKey(key) && settings.raw(key) == null;
    return asked ? settings.with(key, value) : settings;
  }

  int tokens() {
    return settings().integer("num_virtual_tokens", 1);
  }

  /** Rows that are stored: those of an encoder-decoder twice. */
  int storedTokens() {
    return tokens() * settings().integer("num_transformer_submodules", 1);
  }

  /** Width of what is saved. */
  int width() {
    return settings().integer("token_dim", 1);
  }

  /** Rows of what is saved. */
  int rows() {
    return storedTokens();
  }

  /** The encoder's formula over its parameters. */
  abstract Change encoder(Attaching on);

  /** What stands in front, made by a formula: virtual tokens. */
  Extra extra(Change encoder) {
    return new Prompts.Virtual(encoder, tokens(), storedTokens());
  }

  /** Whether what is saved is what is trained. */
  abstract boolean savesWhatItTrains();

  @Override
  void put(Attaching on) {
    boolean stored = on.start().stored() && on.start().has(SAVED);
    boolean whole = !stored || on.start().has(ENCODER + "embedding.weight");
    Change change;
    if (whole) {
      change = encoder(on);
      on.start().ignore(SAVED);
    } else {
      float[] values = on.start().read(SAVED, new long[] {rows(), width()}).orElseThrow();
      if (savesWhatItTrains()) {
        change = Change.of("replace", List.of(embedding(on, () -> values)));
      } else {
        PtNDArray constant = on.constant(values, rows(), width());
        change = new Change("replace", List.of(), List.of(constant), List.of(), 0);
      }
    }
    Extra extra = extra(change);
    on.extra(extra);
    on.adapter().saves(SAVED, new long[] {rows(), width()}, change);
    on.trainSaved(settings());
  }

  /** The trained embedding of virtual tokens. */
  Parameter embedding(Attaching on, Supplier<float[]> fresh) {
    return on.parameterFrom(ENCODER + "embedding.weight", fresh, embeddingRows(), embeddingWidth());
  }

  int embeddingRows() {
    return rows();
  }

  int embeddingWidth() {
    return width();
  }

  /** A linear layer of an encoder: weight [out, in] and bias [out], as torch starts them. */
  static List<Parameter> layer(Attaching on, String name, int out, int in) {
    String weight = ENCODER + name + ".weight";
    String bias = ENCODER + name + ".bias";
    return List.of(
        on.parameter(weight, () -> on.inits().kaiming(weight, out * in, in), out, in),
        on.parameter(bias, () -> on.inits().kaiming(bias, out, in), out));
  }
}
