package org.sluice.engine.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.sluice.base.Nearest;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.file.Json;
import org.sluice.engine.model.Model;

/** All methods, by PEFT's names: one line each. */
public final class Methods {
  /**
   * A method that the engine runs.
   *
   * @param peftType PEFT's name
   * @param title what it is, for tables of what works
   * @param defaults PEFT's settings with their defaults
   */
  public record Entry(
      String peftType,
      String title,
      Map<String, Object> defaults,
      Function<Map<String, ?>, ? extends Method> reader) {
    /** Whether the method can be put into the model's weights. */
    public boolean merges() {
      return !UNMERGED.contains(peftType);
    }

    /** Whether a base of few bits can lie under it. */
    public boolean takesFewBits() {
      return !OWN_WEIGHTS.contains(peftType);
    }
  }

  /** What stands beside weights, or is the weights themselves. */
  private static final Set<String> UNMERGED =
      Set.of(
          "PROMPT_TUNING",
          "P_TUNING",
          "PREFIX_TUNING",
          "ADAPTION_PROMPT",
          "BOTTLENECK",
          "FREEZE",
          "BITFIT",
          "BLOCK_EXPANSION");

  private static final Set<String> OWN_WEIGHTS = Set.of("FREEZE", "BITFIT", "BLOCK_EXPANSION");

  /** In the order in which tables show them. */
  public static final List<Entry> ALL =
      List.of(
          new Entry(
              "LORA",
              "LoRA, DoRA, rsLoRA; PiSSA, OLoRA, LoftQ, EVA, CorDA, LoRA-GA, MiCA",
              Defaults.lora(),
              LoraMethod::new),
          new Entry("ADALORA", "AdaLoRA with its budget", Defaults.adaLora(), AdaLora::new),
          new Entry("IA3", "(IA)³", Defaults.ia3(), Ia3::new),
          new Entry("OFT", "OFT", Defaults.oft(), Oft::new),
          new Entry("VERA", "VeRA", Defaults.vera(), Vera::new),
          new Entry("LOHA", "LoHa", Defaults.loHa(), LoHa::new),
          new Entry("LOKR", "LoKr", Defaults.loKr(), LoKr::new),
          new Entry("LN_TUNING", "LN tuning", Defaults.lnTuning(), LnTuning::new),
          new Entry(
              "TRAINABLE_TOKENS",
              "trainable tokens",
              Defaults.trainableTokens(),
              TrainableTokens::new),
          new Entry("PROMPT_TUNING", "prompt tuning", Defaults.promptTuning(), PromptTuning::new),
          new Entry("P_TUNING", "P-tuning with MLP or LSTM", Defaults.pTuning(), PTuning::new),
          new Entry(
              "PREFIX_TUNING",
              "prefix tuning, P-tuning v2",
              Defaults.prefixTuning(),
              PrefixTuning::new),
          new Entry(
              "ADAPTION_PROMPT", "LLaMA-Adapter", Defaults.adaptionPrompt(), AdaptionPrompt::new),
          new Entry(
              "BOTTLENECK",
              "bottleneck adapters, Houlsby's and Pfeiffer's",
              Defaults.bottleneck(),
              Bottleneck::new),
          new Entry("FREEZE", "freeze tuning of some layers", Defaults.freeze(), Freeze::new),
          new Entry(
              "BLOCK_EXPANSION",
              "LLaMA-Pro: added layers",
              Defaults.blockExpansion(),
              BlockExpansion::new),
          new Entry("BITFIT", "BitFit: biases", Defaults.bitFit(), BitFit::new));

  private Methods() {}

  /** The method of a name that is known to be one. */
  static Entry entry(String type) {
    return ALL.stream().filter(e -> e.peftType().equals(type)).findFirst().orElseThrow();
  }

  /** The settings of a method, with PEFT's defaults. */
  public static Map<String, Object> defaults(String peftType) {
    return new TreeMap<>(entry(peftType).defaults());
  }

  /**
   * A method by PEFT's name of it and settings.
   *
   * @throws IllegalArgumentException when a setting is wrong
   */
  public static Method of(String peftType, Map<String, ?> settings) {
    return entry(peftType).reader().apply(settings);
  }

  /**
   * The method of an adapter_config.json.
   *
   * @throws UserError when it is not known, or a setting is wrong or not supported
   */
  public static Method read(Path file, JsonNode json) {
    String type = json.path("peft_type").asText("");
    List<String> known = ALL.stream().map(Entry::peftType).toList();
    Entry entry =
        ALL.stream()
            .filter(e -> e.peftType().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    UserError.at(
                        file,
                        "peft_type",
                        "the method '" + Shown.of(type) + "' is not known",
                        "take one of " + known + ", nearest " + Nearest.to(type, known)));
    try {
      return entry.reader().apply(Json.map(json));
    } catch (IllegalArgumentException e) {
      throw UserError.at(file, "", Shown.of(e.getMessage()), "take the file PEFT wrote")
          .causedBy(e);
    }
  }

  /** The linear layers that a method's target_modules means on a model. */
  public static List<String> linearTargets(Model model, Method method) {
    return new Attaching(model, method, Start.fresh(), 0)
        .targets(method.settings(), Site::isLinear).stream().map(Site::module).toList();
  }

  /**
   * Puts a method on a model and turns it on.
   *
   * @param start where its tensors come from
   * @param seed of what starts at random
   * @throws UserError when it does not fit the model, or starts from data
   */
  public static Adapter attach(Model model, Method method, Start start, long seed) {
    return attach(model, method, start, seed, Optional.empty());
  }

  /**
   * The same for any start.
   *
   * @param data what a start may look at
   */
  public static Adapter attach(
      Model model, Method method, Start start, long seed, Optional<Calibration> data) {
    PeftSettings settings = method.fitted(model.config());
    Map<String, Object> filled = UsualTargets.filled(method, settings, model.config().modelType());
    Method fitted = entry(method.peftType()).reader().apply(filled);
    Attaching on = new Attaching(model, fitted, start, seed);
    if (fitted instanceof LoraMethod lora && !start.stored() && lora.looksAtData()) {
      LearntStart learnt =
          LearntStart.of(
              on,
              lora,
              data.orElseThrow(
                  () ->
                      UserError.of(
                          "init_lora_weights "
                              + LoraMethod.startName(lora.settings())
                              + " looks at training rows, of which there are none here",
                          "start it in training")));
      fitted = new LoraMethod(learnt.settings().asMap());
      on = new Attaching(model, fitted, start, seed);
      on.learnt(learnt.factors());
    }
    fitted.put(on);
    return on.done();
  }
}
