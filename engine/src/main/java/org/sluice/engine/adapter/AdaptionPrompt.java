package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.model.Extra;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.PromptOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * LLaMA-Adapter (Zhang et al. 2023): in the top layers attention also looks at a few trained
 * vectors, by a softmax of its own and through a gate that starts at zero: y + O (gate softmax(q
 * K_pᵀ / sqrt(dim)) V_p), K_p and V_p without positions. GPT-2 adds it behind O.
 */
public final class AdaptionPrompt extends Method {
  private static final long serialVersionUID = 1L;

  public AdaptionPrompt(Map<String, ?> given) {
    super(Defaults.adaptionPrompt(), given);
    settings().integer("adapter_len", 1);
    settings().integer("adapter_layers", 1);
  }

  @Override
  boolean wantsTargets() {
    return false; // it knows its modules
  }

  @Override
  public String peftType() {
    return "ADAPTION_PROMPT";
  }

  /** What one layer has of its own. */
  private record Layer(
      Change prompt, Change gate, Linear keys, int[] widths, int key, Optional<Linear> out) {}

  @Override
  void put(Attaching on) {
    String type = on.model().config().modelType();
    boolean gpt2 = type.equals("gpt2");
    if (!gpt2 && !type.equals("llama") && !type.equals("mistral")) {
      throw UserError.of(
          "ADAPTION_PROMPT is not defined for " + type, "take it with llama, mistral or gpt2");
    }
    String attention = settings().text("target_modules").orElse(gpt2 ? "attn" : "self_attn");
    String stem = gpt2 ? "h." : "layers.";
    int layers = on.model().config().numHiddenLayers();
    int top = settings().integer("adapter_layers", 1);
    Check.that(
        top <= layers,
        "adapter_layers must be at most %d, the model's layers, got %d",
        layers,
        top);
    Map<Integer, Layer> all = new HashMap<>();
    for (int i = layers - top; i < layers; i++) {
      String ending = stem + i + "." + attention;
      all.put(i, layer(on, ending, gpt2));
    }
    int heads = on.model().config().numAttentionHeads();
    on.extra(new Attended(all, heads));
  }

  private Layer layer(Attaching on, String ending, boolean gpt2) {
    Site keys = site(on, ending + (gpt2 ? ".c_attn" : ".k_proj"));
    String module = keys.module().substring(0, keys.module().lastIndexOf('.'));
    String at = Attaching.PREFIX + module;
    int length = settings().integer("adapter_len", 1);
    int width = keys.columns();
    String name = at + ".adaption_prompt";
    Parameter prompt =
        on.parameter(name, () -> on.inits().normal(name, length * width, 1), 1, length, width);
    Parameter gate = on.parameter(at + ".adaption_gate", () -> new float[1], 1);
    Linear linear = keys.linear().orElseThrow();
    int third = linear.rows() / 3;
    int[] widths =
        gpt2
            ? new int[] {third, third, third}
            : linear.parts().stream().mapToInt(Linear.Part::rows).toArray();
    int key = gpt2 ? 1 : linear.parts().indexOf(keys.part().orElseThrow());
    Optional<Linear> out =
        gpt2 ? Optional.empty() : Optional.of(site(on, ending + ".o_proj").linear().orElseThrow());
    return new Layer(
        Change.of("rows_of", List.of(prompt)),
        Change.of("replace", List.of(gate)),
        linear,
        widths,
        key,
        out);
  }

  private static Site site(Attaching on, String ending) {
    return on.sites().stream()
        .filter(site -> site.isLinear() && Selection.named(site.module(), ending))
        .findFirst()
        .orElseThrow(() -> UserError.of("The model has no layer " + ending, "set target_modules"));
  }

  /** The addition behind each attention. */
  private static final class Attended implements Extra {
    private final Map<Integer, Layer> layers;
    private final int heads;

    Attended(Map<Integer, Layer> layers, int heads) {
      this.layers = layers;
      this.heads = heads;
    }

    @Override
    public Var attention(Tape tape, int layer, Var q, Var y) {
      Layer own = layers.get(layer);
      if (own == null) {
        return y;
      }
      Var prompt = ShapeOps.cast(tape, tape.formula(own.prompt));
      List<Var> parts =
          new ArrayList<>(ShapeOps.split(tape, tape.linear(prompt, own.keys), 1, own.widths));
      Var gate = tape.formula(own.gate);
      Var seen = PromptOps.attend(tape, q, parts.get(own.key), parts.get(own.key + 1), gate, heads);
      Var added = own.out.map(linear -> tape.linear(seen, linear)).orElse(seen);
      return org.sluice.engine.tensor.MathOps.plus(tape, y, added);
    }

    @Override
    public String toString() {
      return "adaption prompts in layers " + Arrays.toString(layers.keySet().toArray());
    }
  }
}
