package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;

/** Frozen matrices in other forms, beside them for as long as few rows are multiplied with them. */
public final class QuickForms implements AutoCloseable {
  /** Share of the free memory that the forms of one kind may take. */
  private static final int SHARE = 4;

  private static final PtNDArray[] NONE = {};

  private final Ops ops;
  private final List<Linear> layers;
  private final List<Linear> outputs;
  private final DType type;
  private PtNDManager manager;

  /**
   * Forms for the layers that are neither packed nor trained; it makes none yet.
   *
   * @param outputs those of the layers whose products are scores of all tokens
   */
  public QuickForms(Ops ops, List<Linear> layers, List<Linear> outputs, DType type) {
    this.ops = ops;
    this.layers = layers;
    this.outputs = outputs;
    this.type = type;
    manager = ops.torch().scope();
  }

  /**
   * Sees to it that products of so many rows are fast: makes what there is not yet, where it takes
   * no more than a quarter of the free memory; not on a graphics processor, nor where libtorch has
   * no oneDNN.
   */
  public void prepare(long rows) {
    if (!Torch.hasOneDnn() || ops.torch().isCuda()) {
      return;
    }
    if (layers.stream().anyMatch(Linear::hasStaleForms)) {
      forget();
    }
    for (QuickForm form : QuickForm.values()) {
      List<Linear> lacking = form.serves(rows) ? lacking(form, rows) : List.of();
      if (!lacking.isEmpty()) {
        make(form, lacking);
      }
    }
  }

  private List<Linear> lacking(QuickForm form, long rows) {
    List<Linear> lacking = new ArrayList<>();
    for (Linear layer : layers) {
      boolean wants = form.forOutputs() || !outputs.contains(layer);
      if (wants && layer.reorderable() && !layer.tried(form) && layer.quick(rows).isEmpty()) {
        lacking.add(layer);
      }
    }
    return lacking;
  }

  private void make(QuickForm form, List<Linear> lacking) {
    long size = lacking.stream().mapToLong(l -> (long) l.rows() * l.columns()).sum();
    double each = Math.min(form.bytes(), type.bytes());
    boolean fits = size * each <= Memory.available() / (double) SHARE;
    for (Linear layer : lacking) {
      PtNDArray matrix = layer.weight()[0];
      layer.quicken(form, fits ? ops.torch().call(manager, form.method(), matrix) : NONE);
    }
  }

  /** Gives their memory back. */
  public void forget() {
    layers.forEach(Linear::forgetForms);
    manager.close();
    manager = ops.torch().scope();
  }

  @Override
  public void close() {
    layers.forEach(Linear::forgetForms);
    manager.close();
  }
}
