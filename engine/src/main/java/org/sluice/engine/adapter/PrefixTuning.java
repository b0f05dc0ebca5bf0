package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Extra;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * Prefix tuning (Li and Liang 2021; without projection: P-tuning v2, Liu et al. 2022): keys and
 * values in front of those of every layer, without positions; the text's positions count from
 * behind them. With projection two linear layers with tanh between make them of an embedding. Of an
 * encoder-decoder the decoder's own attention has them, layer i those stored for layer 2 i modulo
 * the layers.
 */
public final class PrefixTuning extends PromptMethod {
  private static final long serialVersionUID = 1L;

  public PrefixTuning(Map<String, ?> given) {
    super(Defaults.prefixTuning(), given);
    Object start = settings().raw("init_weights");
    Check.that(
        start == null || start.equals("zero"), "init_weights must be null or zero, got %s", start);
  }

  @Override
  public String peftType() {
    return "PREFIX_TUNING";
  }

  private boolean projects() {
    return settings().flag("prefix_projection");
  }

  private int layers() {
    return settings().integer("num_layers", 1);
  }

  private int keyWidth() {
    return settings().integer("token_dim", 1);
  }

  @Override
  int tokenDim(ModelConfig config) {
    boolean grouped = config.numKeyValueHeads() != config.numAttentionHeads();
    return grouped ? config.numKeyValueHeads() * config.headDim() : config.hiddenSize();
  }

  @Override
  int heads(ModelConfig config) {
    return config.numKeyValueHeads();
  }

  @Override
  int width() {
    return layers() * 2 * keyWidth();
  }

  @Override
  int rows() {
    return tokens();
  }

  @Override
  int embeddingWidth() {
    return projects() ? keyWidth() : width();
  }

  @Override
  boolean savesWhatItTrains() {
    return !projects();
  }

  @Override
  Extra extra(Change encoder) {
    int stride = settings().integer("num_transformer_submodules", 1);
    return new Prompts.Prefix(encoder, tokens(), layers(), keyWidth(), stride);
  }

  @Override
  Change encoder(Attaching on) {
    String name = ENCODER + "embedding.weight";
    boolean zero = "zero".equals(settings().raw("init_weights"));
    int count = tokens() * embeddingWidth();
    Parameter embedding =
        embedding(
            on, () -> zero && !projects() ? new float[count] : on.inits().normal(name, count, 1));
    if (!projects()) {
      return Change.of("replace", List.of(embedding));
    }
    int hidden = settings().integer("encoder_hidden_size", 1);
    List<Parameter> all = new ArrayList<>(List.of(embedding));
    all.addAll(layer(on, "transform.0", hidden, keyWidth()));
    if (zero) {
      all.add(
          on.parameter(
              ENCODER + "transform.2.weight", () -> new float[width() * hidden], width(), hidden));
      all.add(on.parameter(ENCODER + "transform.2.bias", () -> new float[width()], width()));
    } else {
      all.addAll(layer(on, "transform.2", width(), hidden));
    }
    return Change.of("prefix_mlp", all);
  }
}
