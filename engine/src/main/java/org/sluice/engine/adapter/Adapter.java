package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Weight;

/**
 * A method on a model. Several may be loaded; the one that is on is what runs and trains. Turned
 * off, it leaves the model as it was loaded.
 */
public final class Adapter {
  /**
   * A tensor as PEFT saves it.
   *
   * @param name in adapter_model.safetensors
   */
  public record Saved(String name, long[] shape, Supplier<float[]> values) {}

  private final Model model;
  private final Method method;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Saved> others = new ArrayList<>();
  private final List<String> adapted = new ArrayList<>();
  private final Set<Parameter> unsaved = new LinkedHashSet<>();
  private final Map<String, Object> additions = new TreeMap<>();
  private final List<Runnable> on = new ArrayList<>();
  private final List<Runnable> off = new ArrayList<>();
  private final Set<Linear> linears = new LinkedHashSet<>();
  private final Set<Weight> weights = new LinkedHashSet<>();
  private Optional<TrainingHook> hook = Optional.empty();
  private boolean active;
  private boolean merged;

  Adapter(Model model, Method method) {
    this.model = model;
    this.method = method;
  }

  public Method method() {
    return method;
  }

  /** What it trains. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** What it saves: its parameters, and what its method saves besides. */
  public List<Saved> saved() {
    List<Saved> all = new ArrayList<>(others);
    for (Parameter parameter : parameters) {
      if (unsaved.contains(parameter)) {
        continue;
      }
      for (Parameter.Part part : parameter.parts()) {
        Saved whole = new Saved(part.name(), part.shape(), () -> parameter.read(part));
        all.add(hook.map(h -> h.saved(whole)).orElse(whole));
      }
    }
    return all;
  }

  void saves(Saved other) {
    others.add(other);
  }

  /** Saves what a formula makes of parameters; they themselves are not saved. */
  void saves(String name, long[] shape, Change made) {
    unsaved.addAll(made.parameters());
    others.add(new Saved(name, shape, () -> model.ops().evaluate(made)));
  }

  /** Saves factors as plain LoRA, with the settings that go with them. */
  void saves(WithoutStart factors) {
    unsaved.add(factors.a());
    unsaved.add(factors.b());
    others.addAll(factors.saved());
    additions.putAll(WithoutStart.settings(method.settings()));
  }

  void whileOn(Runnable start, Runnable stop) {
    on.add(start);
    off.add(0, stop);
  }

  void training(TrainingHook other) {
    hook = Optional.of(other);
  }

  /** What it does to training beside its parameters. */
  public Optional<TrainingHook> hook() {
    return active ? hook : Optional.empty();
  }

  void touch(Linear linear) {
    linears.add(linear);
  }

  void touch(Weight weight) {
    weights.add(weight);
  }

  /** Turns it on; another adapter must be off. */
  public void activate() {
    if (!active) {
      on.forEach(Runnable::run);
      model.factory().parameters().addAll(parameters);
      active = true;
      model.refresh();
    }
  }

  /** Turns it off. */
  public void deactivate() {
    unmerge();
    if (active) {
      off.forEach(Runnable::run);
      model.factory().parameters().removeAll(parameters);
      active = false;
      model.refresh();
    }
  }

  /** Names of the linear layers that it is on. */
  public List<String> adaptedModules() {
    return adapted;
  }

  void adapts(String module) {
    adapted.add(module);
  }

  /** Settings that are known only when it is saved. */
  public Map<String, Object> configAdditions() {
    Map<String, Object> all = new TreeMap<>(additions);
    hook.ifPresent(h -> all.putAll(h.configAdditions()));
    return all;
  }

  /** The base's weights that it changes, as they are now, under the names of the model's file. */
  public List<Saved> mergedWeights() {
    List<Saved> all = new ArrayList<>();
    for (Linear linear : linears) {
      Linear.Part whole = new Linear.Part("", 0, linear.rows());
      Parameter own = model.factory().own(linear, model.ops().read(linear, whole, model.type()));
      own.parts()
          .forEach(part -> all.add(new Saved(part.name(), part.shape(), () -> own.read(part))));
      linear
          .bias()
          .ifPresent(
              bias -> {
                Parameter copy = model.factory().ownBias(linear, model.ops().read(bias));
                copy.parts()
                    .forEach(
                        part ->
                            all.add(new Saved(part.name(), part.shape(), () -> copy.read(part))));
              });
    }
    for (Weight weight : weights) {
      Parameter own = model.factory().own(weight, model.ops().read(weight));
      own.parts()
          .forEach(part -> all.add(new Saved(part.name(), part.shape(), () -> own.read(part))));
    }
    return all;
  }

  /**
   * Puts what it does into the weights, in the compute type: a packed matrix becomes a plain one,
   * so that nothing is lost by rounding. The base's own values stay beside it for {@link #unmerge}.
   */
  public void merge() {
    if (!merged) {
      linears.forEach(linear -> linear.merge(model.ops(), model.type()));
      weights.forEach(weight -> weight.merge(model.ops()));
      merged = true;
    }
  }

  /** Takes it out of the weights again, exactly. */
  public void unmerge() {
    if (merged) {
      linears.forEach(Linear::unmerge);
      weights.forEach(Weight::unmerge);
      merged = false;
    }
  }
}
