package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * LoRA on parameters that hold a matrix for each expert (target_parameters). A [E r, in] has its
 * rows expert by expert, B [out, r E] its columns with the expert running fastest. Of several
 * parameters of one module PEFT wraps the first innermost: its names have a base_layer for each
 * that is wrapped around it.
 */
final class LoraExperts {
  private LoraExperts() {}

  static void put(Attaching on, LoraMethod lora) {
    List<String> wanted = lora.settings().names("target_parameters");
    if (wanted.isEmpty()) {
      return;
    }
    // parameter -> its experts, in the model's order
    Map<String, List<Site>> found = new LinkedHashMap<>();
    for (Site site : on.sites()) {
      if (site.isExpert()) {
        String parameter = site.module().substring(0, site.module().indexOf('#'));
        if (wanted.stream().anyMatch(name -> Selection.named(parameter, name))) {
          found.computeIfAbsent(parameter, p -> new ArrayList<>()).add(site);
        }
      }
    }
    if (found.isEmpty()) {
      throw UserError.of(
          "target_parameters matches no parameter of the model: " + wanted,
          "name parameters of experts, such as mlp.experts.gate_up_proj");
    }
    found.forEach((parameter, experts) -> put(on, lora, found, parameter, experts));
  }

  private static void put(
      Attaching on,
      LoraMethod lora,
      Map<String, List<Site>> all,
      String parameter,
      List<Site> experts) {
    String module = parameter.substring(0, parameter.lastIndexOf('.'));
    List<String> ofModule =
        all.keySet().stream()
            .filter(p -> p.substring(0, p.lastIndexOf('.')).equals(module))
            .toList();
    int around = ofModule.size() - 1 - ofModule.indexOf(parameter);
    String at = Attaching.PREFIX + module + ".base_layer".repeat(around);
    int rank = lora.rank(parameter);
    int count = experts.size();
    Site first = experts.get(0);
    String nameA = at + ".lora_A.weight";
    Parameter a =
        on.parameter(
            nameA,
            () -> on.inits().kaiming(nameA, count * rank * first.columns(), first.columns()),
            (long) count * rank,
            first.columns());
    Parameter b =
        on.parameter(
            at + ".lora_B.weight",
            () -> new float[first.rows() * rank * count],
            first.rows(),
            (long) rank * count);
    double scale = lora.scale(parameter);
    for (int e = 0; e < count; e++) {
      on.change(
          experts.get(e),
          Change.of("lora_expert", List.of(a, b), scale, (double) count, (double) e));
    }
  }
}
