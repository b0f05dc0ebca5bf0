package org.sluice.engine.model;

import java.util.List;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** Queries, keys and values out of one product. */
final class QueryKeyValue {
  private QueryKeyValue() {}

  /** q_proj, k_proj and v_proj of a module, stacked. */
  static Linear stacked(Weights weights, String module, int hidden, Heads heads, Bias bias) {
    return weights
        .stack(hidden, bias)
        .with(module + ".q_proj", heads.query() * heads.dim())
        .with(module + ".k_proj", heads.keyValue() * heads.dim())
        .with(module + ".v_proj", heads.keyValue() * heads.dim())
        .linear();
  }

  /** All queries, then all keys, then all values. */
  static List<Var> split(Tape tape, Var qkv, Heads heads) {
    int keys = heads.keyValue() * heads.dim();
    return ShapeOps.split(tape, qkv, 1, heads.query() * heads.dim(), keys, keys);
  }

  /** For each key head its query heads, its keys and its values. */
  static List<Var> splitByHead(Tape tape, Var qkv, Heads heads) {
    int queries = heads.query() / heads.keyValue() * heads.dim();
    return ShapeOps.split(tape, qkv, heads.keyValue(), queries, heads.dim(), heads.dim());
  }
}
