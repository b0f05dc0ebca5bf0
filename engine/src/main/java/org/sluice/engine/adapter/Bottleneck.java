package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sluice.base.Check;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Extra;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * Bottleneck adapters: y + s (W_up f(W_down x + b_down) + b_up) behind a part of a layer, before it
 * is added to the residual stream. In Houlsby's form (2019) behind attention and feed-forward part,
 * of x = y; in Pfeiffer's (2021) behind the feed-forward part alone, of x = the stream that y
 * makes, by the layer's own norm where one stands there. PEFT has no such method: settings and
 * their defaults are those of the Adapters library (DoubleSeqBnConfig, SeqBnConfig), whose way with
 * an encoder and a decoder it is too: behind each's own attention and feed-forward part, not behind
 * the attention to the encoder; leave_out counts on from the encoder's layers.
 */
public final class Bottleneck extends Method {
  private static final long serialVersionUID = 1L;

  public Bottleneck(Map<String, ?> given) {
    super(Defaults.bottleneck(), given);
    Check.that(
        List.of("houlsby", "pfeiffer").contains(form()),
        "form must be houlsby or pfeiffer, got %s",
        form());
    Check.that(
        settings().number("reduction_factor") >= 1,
        "reduction_factor must be at least 1, got %s",
        settings().raw("reduction_factor"));
    settings().number("scaling");
    settings().share("dropout");
    settings().integers("leave_out");
    activation();
  }

  @Override
  public String peftType() {
    return "BOTTLENECK";
  }

  private String form() {
    return settings().text("form").orElse("").toLowerCase(Locale.ROOT);
  }

  private boolean houlsby() {
    return form().equals("houlsby");
  }

  private Activation activation() {
    return Activation.named(settings().text("non_linearity").orElse(houlsby() ? "swish" : "relu"));
  }

  @Override
  void put(Attaching on) {
    ModelConfig config = on.model().config();
    if (twoStacks(config)) {
      Between encoder = between(on, "encoder.layers.", 0, encoderLayers(config));
      Between decoder = between(on, "decoder.layers.", encoderLayers(config), layers(config));
      on.extra(new Both(encoder, decoder));
    } else {
      on.extra(between(on, "layers.", 0, layers(config)));
    }
    on.trainSaved(settings());
  }

  private static boolean twoStacks(ModelConfig config) {
    return Task.SEQ_2_SEQ_LM.fits(Architecture.named(config.modelType()));
  }

  private static int encoderLayers(ModelConfig config) {
    return config.integer("encoder_layers", config.numHiddenLayers());
  }

  /** All layers; those of an encoder come before those of its decoder. */
  private static int layers(ModelConfig config) {
    int own = config.integer("num_decoder_layers", config.numHiddenLayers());
    return twoStacks(config)
        ? encoderLayers(config) + config.integer("decoder_layers", own)
        : config.numHiddenLayers();
  }

  /** The adapters of a stack whose layers are these of all. */
  private Between between(Attaching on, String module, int from, int to) {
    List<List<Bottle>> layers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      List<Bottle> own = new ArrayList<>();
      if (!settings().integers("leave_out").contains(i)) {
        String at = Attaching.PREFIX + module + (i - from) + ".";
        if (houlsby()) {
          own.add(bottle(on, at + "attention_adapter"));
        }
        own.add(bottle(on, at + "output_adapter"));
      }
      layers.add(own);
    }
    return new Between(layers, activation(), houlsby());
  }

  private int narrow(int width) {
    int narrow = (int) (width / settings().number("reduction_factor"));
    Check.that(
        narrow > 0,
        "reduction_factor must be at most %d, the model's width, got %s",
        width,
        settings().raw("reduction_factor"));
    return narrow;
  }

  /** Elements that it trains. */
  long size(ModelConfig config) {
    long width = config.hiddenSize();
    long narrow = narrow(config.hiddenSize());
    long layers = (long) layers(config) - settings().integers("leave_out").size();
    return layers * (houlsby() ? 2 : 1) * (2 * width * narrow + width + narrow);
  }

  private Bottle bottle(Attaching on, String at) {
    int width = on.model().config().hiddenSize();
    int narrow = narrow(width);
    return new Bottle(
        matrix(on, at + ".adapter_down", narrow, width),
        vector(on, at + ".adapter_down", narrow),
        matrix(on, at + ".adapter_up", width, narrow),
        vector(on, at + ".adapter_up", width),
        settings().number("scaling"),
        settings().share("dropout"));
  }

  /** As BERT's layers start. */
  private static Change matrix(Attaching on, String module, int rows, int columns) {
    String name = module + ".weight";
    Parameter made =
        on.parameter(name, () -> on.inits().normal(name, rows * columns, 0.02), rows, columns);
    return Change.of("replace", List.of(made));
  }

  private static Change vector(Attaching on, String module, int width) {
    return Change.of(
        "replace", List.of(on.parameter(module + ".bias", () -> new float[width], width)));
  }

  /** One adapter's tensors. */
  private record Bottle(
      Change down, Change downBias, Change up, Change upBias, double scaling, double dropout) {
    /** What is added for x. */
    Var of(Tape tape, Var x, Activation activation) {
      Var in = MathOps.dropout(tape, ShapeOps.cast(tape, x), dropout);
      Var inner = activation.of(tape, linear(tape, in, down, downBias));
      return MathOps.scale(tape, linear(tape, ShapeOps.cast(tape, inner), up, upBias), scaling);
    }

    private static Var linear(Tape tape, Var x, Change weight, Change bias) {
      Var matrix = ShapeOps.transpose(tape, ShapeOps.cast(tape, tape.formula(weight)));
      return MathOps.plus(tape, MathOps.matmul(tape, x, matrix), tape.formula(bias));
    }
  }

  /** The adapters of an encoder and of its decoder. */
  private record Both(Between encoder, Between decoder) implements Extra {
    @Override
    public Extra inEncoder() {
      return encoder;
    }

    @Override
    public Var attention(Tape tape, int layer, Var q, Var y) {
      return decoder.attention(tape, layer, q, y);
    }

    @Override
    public Var feedForward(Tape tape, int layer, Var y, UnaryOperator<Var> stream) {
      return decoder.feedForward(tape, layer, y, stream);
    }
  }

  /** The adapters between a stack's parts. */
  private record Between(List<List<Bottle>> layers, Activation activation, boolean houlsby)
      implements Extra {
    @Override
    public Var attention(Tape tape, int layer, Var q, Var y) {
      List<Bottle> own = layers.get(layer);
      return own.size() < 2 ? y : added(tape, y, own.get(0).of(tape, y, activation));
    }

    @Override
    public Var feedForward(Tape tape, int layer, Var y, UnaryOperator<Var> stream) {
      List<Bottle> own = layers.get(layer);
      if (own.isEmpty()) {
        return y;
      }
      Var x = houlsby ? y : stream.apply(y);
      return added(tape, y, own.get(own.size() - 1).of(tape, x, activation));
    }

    private static Var added(Tape tape, Var y, Var addition) {
      return ShapeOps.cast(tape, MathOps.plus(tape, y, addition));
    }
  }
}
