package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.RoutingOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * A mixture of experts: a router and the experts' gated feed-forward layers. In transformers'
 * memory all experts' matrices are one parameter; here each is a layer of its own, named after its
 * slice: mlp.experts.gate_up_proj#3.
 */
final class Experts {
  private final Weight router;
  private final Optional<Weight> correction;
  private final RoutingOps.Rule rule;
  private final List<FeedForward> experts = new ArrayList<>();

  private Experts(
      Weights weights,
      String module,
      int count,
      int inner,
      RoutingOps.Rule rule,
      boolean corrected) {
    int hidden = weights.config().hiddenSize();
    Activation f = FeedForward.activation(weights, "silu");
    this.rule = rule;
    router = weights.embedding(module + ".gate", count, hidden);
    correction =
        corrected
            ? Optional.of(weights.buffer(module + ".gate.e_score_correction_bias", count))
            : Optional.empty();
    for (int i = 0; i < count; i++) {
      String one = module + ".experts." + i;
      Linear gateUp =
          weights.named(
              module + ".experts.gate_up_proj#" + i,
              List.of(one + ".gate_proj", one + ".up_proj"),
              inner,
              hidden);
      Linear down =
          weights.named(
              module + ".experts.down_proj#" + i, List.of(one + ".down_proj"), hidden, inner);
      experts.add(FeedForward.gated(gateUp, f, down));
    }
  }

  /** Of Mixtral and Qwen: the largest of the softmax over all experts. */
  static Experts softmax(Weights weights, String module) {
    ModelConfig config = weights.config();
    int count = config.integer("num_local_experts", config.integer("num_experts", 8));
    int inner = config.integer("moe_intermediate_size", config.intermediateSize());
    boolean normed = config.flag("norm_topk_prob", config.modelType().equals("mixtral"));
    int chosen = config.integer("num_experts_per_tok", 2);
    RoutingOps.Rule rule = new RoutingOps.Rule(chosen, 1, 1, false, normed, 1);
    return new Experts(weights, module, count, inner, rule, false);
  }

  /** Of DeepSeek-V3: sigmoids, corrected while choosing, within the best groups. */
  static Experts grouped(Weights weights, String module) {
    ModelConfig config = weights.config();
    int count = config.integer("n_routed_experts", config.integer("num_local_experts", 256));
    RoutingOps.Rule rule =
        new RoutingOps.Rule(
            config.integer("num_experts_per_tok", 8),
            config.integer("n_group", 8),
            config.integer("topk_group", 4),
            true,
            config.flag("norm_topk_prob", true),
            config.decimal("routed_scaling_factor", 2.5));
    int inner = config.integer("moe_intermediate_size", 2048);
    return new Experts(weights, module, count, inner, rule, true);
  }

  /** x in the compute type, [n, hidden]. */
  Var of(Run run, Var x) {
    Tape tape = run.tape();
    Var logits = MathOps.matmul(tape, x, ShapeOps.transpose(tape, tape.leaf(router)));
    if (!rule.sigmoid()) {
      run.routed(logits, rule.chosen());
    }
    Var weights = RoutingOps.route(tape, logits, correction, rule);
    return RoutingOps.mix(tape, x, weights, (i, rows) -> experts.get(i).of(tape, rows));
  }
}
