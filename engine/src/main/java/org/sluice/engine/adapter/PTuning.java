package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * P-tuning (Liu et al. 2021): embeddings of virtual tokens go through an encoder before they stand
 * in front of the text: three linear layers with ReLU between, or a bidirectional LSTM and two.
 */
public final class PTuning extends PromptMethod {
  private static final long serialVersionUID = 1L;

  public PTuning(Map<String, ?> given) {
    super(Defaults.pTuning(), given);
    Check.that(
        List.of("MLP", "LSTM").contains(kind()),
        "encoder_reparameterization_type must be MLP or LSTM, got %s",
        kind());
    settings().integer("encoder_num_layers", 1);
    if (kind().equals("LSTM")) {
      refuse("encoder_dropout");
    }
  }

  private String kind() {
    return settings().text("encoder_reparameterization_type").orElse("MLP");
  }

  @Override
  public String peftType() {
    return "P_TUNING";
  }

  @Override
  boolean savesWhatItTrains() {
    return false;
  }

  @Override
  Change encoder(Attaching on) {
    int hidden = settings().integer("encoder_hidden_size", 1);
    List<Parameter> all = new ArrayList<>();
    String name = ENCODER + "embedding.weight";
    all.add(embedding(on, () -> on.inits().normal(name, rows() * width(), 1)));
    if (kind().equals("MLP")) {
      all.addAll(layer(on, "mlp_head.0", hidden, width()));
      all.addAll(layer(on, "mlp_head.2", hidden, hidden));
      all.addAll(layer(on, "mlp_head.4", width(), hidden));
      return Change.of("prompt_mlp", all);
    }
    int layers = settings().integer("encoder_num_layers", 1);
    for (int i = 0; i < layers; i++) {
      int in = i == 0 ? width() : 2 * hidden;
      for (String direction : List.of("", "_reverse")) {
        String end = "_l" + i + direction;
        all.add(lstm(on, "weight_ih" + end, hidden, in));
        all.add(lstm(on, "weight_hh" + end, hidden, hidden));
        all.add(lstm(on, "bias_ih" + end, hidden, 0));
        all.add(lstm(on, "bias_hh" + end, hidden, 0));
      }
    }
    all.addAll(layer(on, "mlp_head.0", 2 * hidden, 2 * hidden));
    all.addAll(layer(on, "mlp_head.2", width(), 2 * hidden));
    return Change.of("prompt_lstm", all, (double) layers, (double) hidden);
  }

  /** Of the four gates; torch starts all uniform within 1/sqrt(hidden). A bias has no columns. */
  private static Parameter lstm(Attaching on, String name, int hidden, int columns) {
    String full = ENCODER + "lstm_head." + name;
    int count = 4 * hidden * Math.max(1, columns);
    long[] shape = columns == 0 ? new long[] {4L * hidden} : new long[] {4L * hidden, columns};
    return on.parameter(full, () -> on.inits().kaiming(full, count, hidden), shape);
  }
}
