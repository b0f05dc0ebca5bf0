package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.WeightSource.Role;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.EncoderOps;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * DeBERTa-v2 and v3 (He et al. 2021, 2023): attention to contents and to relative places apart, a
 * convolution beside the first layer in some.
 */
final class DebertaV2 implements Encoder {
  private record Layer(
      Linear qkv,
      Optional<Linear> placeKeys,
      Optional<Linear> placeQueries,
      Linear out,
      Norm attentionNorm,
      Linear up,
      Linear down,
      Norm mlpNorm) {}

  private record Convolution(Weight kernel, Weight bias, Norm norm, Activation activation) {}

  private final Heads heads;
  private final Activation activation;
  private final Weight words;
  private final Optional<Weight> positions;
  private final Optional<Weight> types;
  private final Optional<Linear> widen;
  private final Norm embeddingNorm;
  private final Optional<Weight> places;
  private final Optional<Norm> placeNorm;
  private final Optional<Convolution> convolution;
  private final boolean contentToPlace;
  private final boolean placeToContent;
  private final boolean shared;
  private final int buckets;
  private final int longest;
  private final List<Layer> layers = new ArrayList<>();

  DebertaV2(Weights weights) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.decimal("layer_norm_eps", 1e-7);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    activation = FeedForward.activation(weights, "gelu");
    int width = config.integer("embedding_size", hidden);
    String at = "deberta.embeddings.";
    words = weights.embedding(at + "word_embeddings", config.vocabSize(), width);
    positions =
        config.flag("position_biased_input", true)
            ? Optional.of(
                weights.embedding(
                    at + "position_embeddings", config.maxPositionEmbeddings(), width))
            : Optional.empty();
    int texts = config.integer("type_vocab_size", 0);
    types =
        texts > 0
            ? Optional.of(weights.embedding(at + "token_type_embeddings", texts, width))
            : Optional.empty();
    widen =
        width == hidden
            ? Optional.empty()
            : Optional.of(weights.linear(at + "embed_proj", hidden, width, Bias.WITHOUT));
    embeddingNorm = weights.layerNorm(at + "LayerNorm", hidden, eps);
    boolean relative = config.flag("relative_attention", false);
    contentToPlace = relative && attends(config, "c2p");
    placeToContent = relative && attends(config, "p2c");
    shared = config.flag("share_att_key", false);
    int given = config.integer("max_relative_positions", -1);
    longest = given < 1 ? config.maxPositionEmbeddings() : given;
    buckets = config.integer("position_buckets", -1);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(layer(weights, "deberta.encoder.layer." + i + "."));
    }
    places =
        relative
            ? Optional.of(weights.embedding("deberta.encoder.rel_embeddings", 2 * span(), hidden))
            : Optional.empty();
    placeNorm =
        config.text("norm_rel_ebd", "none").contains("layer_norm")
            ? Optional.of(weights.layerNorm("deberta.encoder.LayerNorm", hidden, eps))
            : Optional.empty();
    convolution = convolution(weights);
  }

  /** pos_att_type is a list or words parted by bars. */
  private static boolean attends(ModelConfig config, String how) {
    Object kinds = config.raw().get("pos_att_type");
    return kinds != null && kinds.toString().contains(how);
  }

  private Layer layer(Weights weights, String at) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_eps", 1e-7);
    String self = at + "attention.self.";
    Linear qkv =
        weights
            .stack(hidden, Bias.WITH)
            .with(self + "query_proj", hidden)
            .with(self + "key_proj", hidden)
            .with(self + "value_proj", hidden)
            .linear();
    Optional<Linear> keys = place(weights, self + "pos_key_proj", contentToPlace);
    Optional<Linear> queries = place(weights, self + "pos_query_proj", placeToContent);
    return new Layer(
        qkv,
        keys,
        queries,
        weights.linear(at + "attention.output.dense", hidden, hidden, Bias.WITH),
        weights.layerNorm(at + "attention.output.LayerNorm", hidden, eps),
        weights.linear(at + "intermediate.dense", inner, hidden, Bias.WITH),
        weights.linear(at + "output.dense", hidden, inner, Bias.WITH),
        weights.layerNorm(at + "output.LayerNorm", hidden, eps));
  }

  private Optional<Linear> place(Weights weights, String module, boolean there) {
    int hidden = weights.config().hiddenSize();
    return there && !shared
        ? Optional.of(weights.linear(module, hidden, hidden, Bias.WITH))
        : Optional.empty();
  }

  private static Optional<Convolution> convolution(Weights weights) {
    ModelConfig config = weights.config();
    int width = config.integer("conv_kernel_size", 0);
    if (width <= 0) {
      return Optional.empty();
    }
    if (config.integer("conv_groups", 1) != 1) {
      throw UserError.of(
          "The model's convolution has groups (conv_groups in config.json)",
          "take a model with conv_groups 1");
    }
    int hidden = config.hiddenSize();
    String at = "deberta.encoder.conv.";
    return Optional.of(
        new Convolution(
            weights.tensor(at + "conv.weight", hidden, hidden, width),
            weights.vector(at + "conv.bias", Role.BIAS, hidden),
            weights.layerNorm(at + "LayerNorm", hidden, config.decimal("layer_norm_eps", 1e-7)),
            Activation.named(config.text("conv_act", "tanh"))));
  }

  /** Places on each side of a token. */
  private int span() {
    return buckets > 0 ? buckets : longest;
  }

  @Override
  public Var forward(Run run) {
    Tape tape = run.tape();
    Var embedded = embed(run);
    Optional<Var> relative =
        places.map(
            p -> {
              Var table = tape.leaf(p);
              return placeNorm.map(n -> n.of(tape, table)).orElse(table);
            });
    Optional<Var> beside = convolution.map(c -> convolve(run, c, embedded));
    Var h = embedded;
    for (int i = 0; i < layers.size(); i++) {
      run.see(i, h);
      int number = i;
      h = tape.block(h, in -> layer(run, number, in, relative));
      if (i == 0 && convolution.isPresent()) {
        Norm norm = convolution.get().norm;
        h = run.masked(norm.of(tape, tape.add(h, beside.orElseThrow())));
      }
    }
    run.see(layers.size(), h);
    return h;
  }

  private Var embed(Run run) {
    Tape tape = run.tape();
    Var x = run.embed(words, 1);
    if (positions.isPresent()) {
      x = MathOps.plus(tape, x, run.embedPositions(positions.get(), 0));
    }
    if (types.isPresent()) {
      x = MathOps.plus(tape, x, run.embedTypes(types.get()));
    }
    if (widen.isPresent()) {
      x = tape.linear(ShapeOps.cast(tape, x), widen.get());
    }
    return run.masked(embeddingNorm.of(tape, x));
  }

  private static Var convolve(Run run, Convolution c, Var x) {
    Var out = EncoderOps.convolve(run.tape(), x, c.kernel, c.bias, run.spans());
    return c.activation.of(run.tape(), run.masked(out));
  }

  private Var layer(Run run, int number, Var x, Optional<Var> relative) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var a = attend(run, layer, x, relative);
    Var y =
        layer.attentionNorm.of(
            tape, tape.add(x, run.attended(number, false, tape.linear(a, layer.out))));
    Var fed = tape.linear(activation.of(tape, tape.linear(y, layer.up)), layer.down);
    return run.fed(number, fed, given -> layer.mlpNorm.of(tape, tape.add(y, given)));
  }

  private Var attend(Run run, Layer layer, Var x, Optional<Var> relative) {
    Tape tape = run.tape();
    List<Var> parts = QueryKeyValue.split(tape, tape.linear(x, layer.qkv), heads);
    Optional<Var> keys = Optional.empty();
    Optional<Var> queries = Optional.empty();
    if (relative.isPresent() && shared) {
      List<Var> all = QueryKeyValue.split(tape, tape.linear(relative.get(), layer.qkv), heads);
      keys = contentToPlace ? Optional.of(all.get(1)) : keys;
      queries = placeToContent ? Optional.of(all.get(0)) : queries;
    } else if (relative.isPresent()) {
      keys = layer.placeKeys.map(l -> tape.linear(relative.get(), l));
      queries = layer.placeQueries.map(l -> tape.linear(relative.get(), l));
    }
    int kinds = 1 + (contentToPlace ? 1 : 0) + (placeToContent ? 1 : 0);
    double scale = 1 / Math.sqrt((double) heads.dim() * kinds);
    PtNDArray table = (PtNDArray) tape.manager().create(table(run.reach()));
    return EncoderOps.disentangled(
        tape, parts, keys, queries, run.spans(), table, heads.query(), scale);
  }

  /** The place of each distance, from -(reach - 1) to reach - 1. */
  private long[] table(int reach) {
    long[] table = new long[2 * reach - 1];
    for (int i = 0; i < table.length; i++) {
      long place = (long) bucket(i - (reach - 1)) + span();
      table[i] = Math.min(Math.max(place, 0), 2L * span() - 1);
    }
    return table;
  }

  /** Distances beyond half of the buckets share one by their logarithm. */
  private int bucket(int distance) {
    int middle = buckets / 2;
    int size = Math.abs(distance);
    if (buckets <= 0 || size <= middle) {
      return distance;
    }
    // in float, as the reference: a rounded logarithm decides at the borders
    float share =
        (float) Math.log((float) size / middle) / (float) Math.log((float) (longest - 1) / middle);
    int log = (int) Math.ceil(share * (middle - 1)) + middle;
    return distance < 0 ? -log : log;
  }
}
