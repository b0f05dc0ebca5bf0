package org.sluice.engine.adapter;

import java.util.List;
import java.util.function.Predicate;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Weight;

/** Trains a model's own weights, under the names that its file has for them. */
final class OwnWeights {
  private final Model model;
  private final Adapter adapter;
  private final List<Site> sites;

  OwnWeights(Model model, Adapter adapter, List<Site> sites) {
    this.model = model;
    this.adapter = adapter;
    this.sites = sites;
    model.replacesOwn();
  }

  /** Trains weights of the model, under the names that its file has for them. */
  void train(Predicate<Site> which) {
    for (Linear linear : model.linears()) {
      if (linear.parts().stream().anyMatch(part -> which.test(Site.of(linear, part)))) {
        Parameter copy = model.factory().own(linear, whole(linear));
        adapter.parameters().add(copy);
        adapter.whileOn(() -> linear.thaw(copy), linear::freeze);
        adapter.touch(linear);
      }
    }
    trainOthers(which);
    trainBiases(which);
  }

  private float[] whole(Linear linear) {
    Linear.Part all = new Linear.Part("", 0, linear.rows());
    return model.ops().read(linear, all, model.type());
  }

  /** Trains biases of linear layers. */
  void trainBiases(Predicate<Site> which) {
    for (Linear linear : model.linears()) {
      boolean meant = linear.parts().stream().anyMatch(part -> which.test(Site.of(linear, part)));
      if (meant && linear.bias().filter(bias -> !model.isBuffer(bias)).isPresent()) {
        Weight bias = linear.bias().get();
        thaw(bias, model.factory().ownBias(linear, model.ops().read(bias)));
      }
    }
  }

  /** Trains what is no linear layer's. */
  void trainOthers(Predicate<Site> which) {
    for (Site site : sites) {
      if (!site.isLinear() && which.test(site)) {
        Weight weight = site.weight().orElseThrow();
        thaw(weight, model.factory().own(weight, model.ops().read(weight)));
      }
    }
  }

  private void thaw(Weight weight, Parameter copy) {
    adapter.parameters().add(copy);
    adapter.whileOn(() -> weight.thaw(copy), weight::freeze);
    adapter.touch(weight);
  }
}
