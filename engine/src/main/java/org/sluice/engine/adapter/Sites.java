package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Weight;

/** The modules of a model, and which of them names mean. */
final class Sites {
  private final Model model;
  private final boolean stored;
  private final List<Site> sites = new ArrayList<>();

  /**
   * @param stored whether settings come from a file: PEFT lets names in them stand for nothing
   */
  Sites(Model model, boolean stored) {
    this.model = model;
    this.stored = stored;
    for (Linear linear : model.linears()) {
      linear.parts().forEach(part -> sites.add(Site.of(linear, part)));
    }
    Set<Weight> biases =
        model.linears().stream()
            .flatMap(linear -> linear.bias().stream())
            .collect(Collectors.toSet());
    model.weights().stream()
        .filter(weight -> !biases.contains(weight))
        .map(Site::of)
        .filter(site -> !isLinearToo(site))
        .forEach(sites::add);
  }

  /** All modules with weights. */
  List<Site> all() {
    return sites;
  }

  /** An output layer's matrix is among the weights besides. */
  private boolean isLinearToo(Site site) {
    return sites.stream()
        .anyMatch(
            other ->
                other.isLinear()
                    && other.module().equals(site.module())
                    && other.linear().get().isOver(site.weight().orElseThrow()));
  }

  /**
   * The modules that target_modules means, of a kind.
   *
   * @throws UserError when a name means none, or none is meant at all
   */
  List<Site> targets(PeftSettings settings, Predicate<Site> kind) {
    Selection selection = new Selection(settings);
    List<Site> found = new ArrayList<>();
    for (Site site : sites) {
      boolean listed = !selection.allLinear() || site.isLinear() && !isOutput(site.module());
      if (kind.test(site) && !site.isExpert() && listed && selection.matches(site.module())) {
        found.add(site);
      }
    }
    if (found.isEmpty() && settings.has("target_modules")) {
      throw UserError.of(
          "target_modules matches no layer of the model", "its layers end in " + endings());
    }
    // PEFT lets a name stand for nothing; who writes one down means something by it
    if (settings.raw("target_modules") instanceof List<?> names && !stored) {
      names.forEach(name -> requireKnown("target_modules", name.toString()));
    }
    return found;
  }

  private boolean isOutput(String module) {
    return model.outputs().contains(module);
  }

  /** Refuses a name that no module has. */
  void requireKnown(String key, String name) {
    if (!name.equals("all-linear")
        && sites.stream().noneMatch(site -> Selection.named(site.module(), name))) {
      throw UserError.of(
          key + " names '" + name + "', which the model does not have",
          "nearest: '" + Nearest.to(name, endings()) + "'; it has " + endings());
    }
  }

  private List<String> endings() {
    return sites.stream()
        .filter(site -> !site.isExpert())
        .map(site -> site.module().substring(site.module().lastIndexOf('.') + 1))
        .distinct()
        .toList();
  }

  /** The embedding of words: the first that has a row for each. */
  Site inputEmbedding() {
    return sites.stream()
        .filter(site -> site.isEmbedding() && site.rows() == model.config().vocabSize())
        .findFirst()
        .orElseThrow(() -> UserError.of("The model has no input embedding", "name a module"));
  }
}
