package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.model.Extra;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Changes;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Factoring;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.LowRank;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Weight;
import org.sluice.engine.tensor.WeightFactory;

/** Puts one method on a model: finds modules, makes parameters, says what changes. */
final class Attaching {
  /** What PEFT puts before a module's name. */
  static final String PREFIX = "base_model.model.";

  private final Model model;
  private final Start start;
  private final Inits inits;
  private final Adapter adapter;
  private final Factoring factoring;
  private final Sites sites;
  private Map<String, Factoring.Factors> learnt = Map.of();

  Attaching(Model model, Method method, Start start, long seed) {
    this.model = model;
    this.start = start;
    inits = new Inits(seed);
    adapter = new Adapter(model, method);
    factoring = new Factoring(model.ops());
    sites = new Sites(model, start.stored());
  }

  Model model() {
    return model;
  }

  Inits inits() {
    return inits;
  }

  Start start() {
    return start;
  }

  Method method() {
    return adapter.method();
  }

  /** Takes factors that data made, by module. */
  void learnt(Map<String, Factoring.Factors> factors) {
    learnt = factors;
  }

  /** What data made a module's factors, where they start so. */
  Optional<Factoring.Factors> learnt(Site site) {
    return Optional.ofNullable(learnt.get(site.module()));
  }

  /** Factorings; what they hold goes when the attachment is done. */
  Factoring factoring() {
    return factoring;
  }

  Adapter adapter() {
    return adapter;
  }

  /** All modules with weights. */
  List<Site> sites() {
    return sites.all();
  }

  /** The modules that target_modules means, of a kind; see {@link Sites#targets}. */
  List<Site> targets(PeftSettings settings, Predicate<Site> kind) {
    List<Site> found = sites.targets(settings, kind);
    found.stream().filter(Site::isLinear).forEach(site -> adapter.adapts(site.module()));
    return found;
  }

  /** The embedding of words. */
  Site inputEmbedding() {
    return sites.inputEmbedding();
  }

  /** A tensor that is trained, in float: read where the start has it, else fresh. */
  Parameter parameter(String name, Supplier<float[]> fresh, long... shape) {
    return parameter(name, DType.FP32, fresh, shape);
  }

  /** Values of a tensor that becomes a part of a parameter: read or fresh. */
  float[] values(String name, Supplier<float[]> fresh, long... shape) {
    return start.read(name, shape).orElseGet(fresh);
  }

  private Parameter parameter(String name, DType used, Supplier<float[]> fresh, long... shape) {
    float[] values = start.read(name, shape).orElseGet(fresh);
    Check.that(values.length > 0, "%s would be empty", name);
    Parameter made = model.factory().parameter(name, values, used, shape);
    adapter.parameters().add(made);
    return made;
  }

  /** A tensor that is trained, with values that were read already. */
  Parameter parameterFrom(String name, Supplier<float[]> values, long... shape) {
    if (start.has(name) || !start.stored()) {
      return parameter(name, values, shape);
    }
    Parameter made = model.factory().parameter(name, values.get(), DType.FP32, shape);
    adapter.parameters().add(made);
    return made;
  }

  /** What the method adds to every pass. */
  void extra(Extra extra) {
    adapter.whileOn(() -> model.extra(extra), () -> model.extra(Extra.NONE));
  }

  PtNDArray constant(float[] values, long... shape) {
    return model.factory().constant(values, shape);
  }

  /** What a method makes of a module's weight. */
  void change(Site site, Change change) {
    Changes changes =
        site.linear().map(Linear::changes).orElseGet(() -> site.weight().orElseThrow().changes());
    int first = site.part().map(Linear.Part::firstRow).orElse(0);
    adapter.whileOn(() -> changes.add(first, site.rows(), change), () -> changes.remove(change));
    touched(site);
  }

  /** What a method makes of a linear layer's bias; a layer without one gets zeros. */
  void changeBias(Site site, Change change) {
    Linear linear = site.linear().orElseThrow();
    Weight bias = linear.bias().orElseGet(() -> zeroBias(linear));
    int first = site.part().orElseThrow().firstRow();
    adapter.whileOn(
        () -> bias.changes().add(first, site.rows(), change), () -> bias.changes().remove(change));
    adapter.touch(bias);
  }

  private Weight zeroBias(Linear linear) {
    String name = linear.parts().get(0).name() + ".bias";
    Weight zeros = model.factory().frozenBias(name, new float[linear.rows()]);
    linear.bias(Optional.of(zeros)); // adds nothing, so it may stay
    return zeros;
  }

  private void touched(Site site) {
    site.linear().ifPresent(adapter::touch);
    site.weight().ifPresent(adapter::touch);
  }

  /** Trains a copy of a module's weight under a name. */
  void train(Site site, String name) {
    if (site.linear().isPresent()) {
      Linear linear = site.linear().get();
      Supplier<float[]> fresh =
          () -> model.ops().read(linear, site.part().orElseThrow(), model.type());
      if (linear.parts().size() == 1) {
        Parameter copy = parameter(name, model.type(), fresh, site.rows(), site.columns());
        adapter.whileOn(() -> linear.thaw(copy), linear::freeze);
        adapter.touch(linear);
      } else {
        Parameter copy = parameter(name, fresh, site.rows(), site.columns());
        change(site, Change.of("replace", List.of(copy)));
      }
      return;
    }
    train(site.weight().orElseThrow(), name);
  }

  private void train(Weight weight, String name) {
    Parameter copy = parameter(name, weight.type(), () -> model.ops().read(weight), weight.shape());
    adapter.whileOn(() -> weight.thaw(copy), weight::freeze);
    adapter.touch(weight);
  }

  /** Trains a copy of a linear layer's bias under a name; without a bias nothing. */
  void trainBias(Site site, String name) {
    Linear linear = site.linear().orElseThrow();
    if (linear.bias().filter(bias -> !model.isBuffer(bias)).isEmpty()) {
      return;
    }
    Weight bias = linear.bias().get();
    if (linear.parts().size() == 1) {
      train(bias, name);
      return;
    }
    int first = site.part().orElseThrow().firstRow();
    Parameter copy =
        parameter(
            name,
            () -> java.util.Arrays.copyOfRange(model.ops().read(bias), first, first + site.rows()),
            site.rows());
    changeBias(site, Change.of("replace", List.of(copy)));
  }

  /** Trains weights of the model under the names that its file has for them. */
  OwnWeights own() {
    return new OwnWeights(model, adapter, sites.all());
  }

  /** Trains modules whole that modules_to_save names or that the task's head is made of. */
  void trainSaved(PeftSettings settings) {
    List<String> names = saved(settings);
    for (Site site : sites.all()) {
      if (Selection.isSaved(names, site.module())) {
        String name = adapter.method().headPrefix() + site.module();
        if (site.isLinear()) {
          train(site, name + ".weight");
          trainBias(site, name + ".bias");
        } else {
          train(site, adapter.method().headPrefix() + site.weight().orElseThrow().name());
        }
      }
    }
    if (!start.stored()) {
      settings.names("modules_to_save").forEach(name -> requireSaved(name));
    }
  }

  private static List<String> saved(PeftSettings settings) {
    List<String> names = new ArrayList<>(settings.names("modules_to_save"));
    names.addAll(headModules(settings.text("task_type").orElse("")));
    return names;
  }

  /** What PEFT trains of a task's head without being asked. */
  private static List<String> headModules(String task) {
    return switch (task) {
      case "SEQ_CLS", "TOKEN_CLS" -> List.of("classifier", "score");
      case "QUESTION_ANS" -> List.of("qa_outputs");
      default -> List.of();
    };
  }

  private void requireSaved(String name) {
    if (sites.all().stream().noneMatch(site -> Selection.isSaved(List.of(name), site.module()))) {
      sites.requireKnown("modules_to_save", name);
    }
  }

  /**
   * Trains biases: bias "all" those of the whole model, "lora_only" and the like those of adapted
   * modules.
   */
  void trainBiases(String bias, Set<String> adapted) {
    if (bias.equals("none")) {
      return;
    }
    List<String> saved = saved(adapter.method().settings());
    for (Site site : sites.all()) {
      boolean isAdapted = adapted.contains(site.module());
      boolean whole = Selection.isSaved(saved, site.module()); // trains it anyway
      if (!whole && (bias.equals("all") || isAdapted)) {
        if (site.isLinear()) {
          trainBias(site, PREFIX + site.module() + (isAdapted ? ".base_layer" : "") + ".bias");
        } else if (site.weight().orElseThrow().name().endsWith("bias")) {
          train(site, PREFIX + site.weight().orElseThrow().name());
        }
      }
    }
  }

  /** The base's values of a module's weight, row-major; dequantised where it is packed. */
  float[] base(Site site) {
    return site.linear().isPresent()
        ? model.ops().read(site.linear().get(), site.part().orElseThrow(), model.type())
        : model.ops().read(site.weight().orElseThrow());
  }

  /** Adds a low-rank addition over a whole stack. */
  LowRank lowRank(Linear linear, List<WeightFactory.Factors> targets, LowRank.Scaling scaling) {
    LowRank addition = model.factory().lowRank(linear, targets, scaling);
    adapter.parameters().add(addition.a());
    adapter.parameters().add(addition.b());
    addition.e().ifPresent(adapter.parameters()::add);
    adapter.whileOn(() -> linear.attach(addition), linear::detach);
    adapter.touch(linear);
    return addition;
  }

  /** Ends the attachment: refuses tensors that nobody asked for, switches the adapter on. */
  Adapter done() {
    for (String name : start.unread()) {
      // frozen copies of the base, and what bias "all" saves a second time
      if (!name.matches(".*\\.(base_layer|modules_to_save|original_module)\\..*")) {
        throw UserError.of(
            "The adapter has a tensor " + name + ", for which the model has no room",
            "give the model that it was trained on");
      }
    }
    factoring.close();
    adapter.activate();
    return adapter;
  }
}
