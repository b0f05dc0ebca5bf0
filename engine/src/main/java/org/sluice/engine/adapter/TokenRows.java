package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/** Rows of embeddings that are trained, and of the output layer where it is the same matrix. */
final class TokenRows {
  private TokenRows() {}

  /** LoRA's trainable_token_indices: tokens of the input embedding, or of modules by name. */
  static void put(Attaching on, PeftSettings settings, String infix) {
    Object given = settings.raw("trainable_token_indices");
    if (given == null) {
      return;
    }
    if (given instanceof Map<?, ?> byModule) {
      byModule.forEach(
          (module, tokens) -> put(on, List.of(module.toString()), Map.of("", tokens), true, infix));
    } else {
      put(on, List.of(), Map.of("", given), true, infix);
    }
  }

  /**
   * @param modules names of embeddings; none means the model's input embedding
   * @param tokens the token numbers under the key ""
   * @param fromBase whether rows start as the base's; else random
   * @param infix what stands before the tensor's last name
   */
  static void put(
      Attaching on,
      List<String> modules,
      Map<String, Object> tokens,
      boolean fromBase,
      String infix) {
    int[] rows = PeftSettings.of(Map.of(), tokens).integers("").stream().mapToInt(i -> i).toArray();
    List<Site> sites =
        on.sites().stream()
            .filter(Site::isEmbedding)
            .filter(
                site ->
                    modules.isEmpty()
                        ? site.equals(on.inputEmbedding())
                        : modules.stream().anyMatch(m -> Selection.named(site.module(), m)))
            .toList();
    if (sites.isEmpty()) {
      throw UserError.of(
          "No embedding is called " + modules, "name one, or leave the name out for the input's");
    }
    for (Site site : sites) {
      put(on, site, rows, fromBase, infix);
    }
  }

  private static void put(Attaching on, Site site, int[] rows, boolean fromBase, String infix) {
    for (int row : rows) {
      Check.that(
          row >= 0 && row < site.rows(), "a token must be in [0, %d), got %d", site.rows(), row);
    }
    int width = site.columns();
    String name = name(site, infix);
    Parameter parameter =
        on.parameter(
            name,
            () ->
                fromBase
                    ? picked(on.base(site), rows, width)
                    : on.inits().normal(name, rows.length * width, 1),
            rows.length,
            width);
    long[] index = java.util.Arrays.stream(rows).asLongStream().toArray();
    PtNDArray constant = on.model().factory().constant(index);
    Change change = new Change("tokens", List.of(parameter), List.of(constant), List.of(), 0);
    on.change(site, change);
    for (Site other : on.sites()) {
      boolean tied = other.isLinear() && other.linear().get().isOver(site.weight().orElseThrow());
      boolean same =
          other.weight().isPresent()
              && !other.module().equals(site.module())
              && other.weight().get().isTiedTo(site.weight().orElseThrow());
      if (tied || same && on.model().config().tieWordEmbeddings()) {
        on.change(other, change);
        on.start().ignore(name(other, infix)); // the same rows
      }
    }
  }

  private static String name(Site site, String infix) {
    return Attaching.PREFIX + site.module() + "." + infix + "trainable_tokens_delta";
  }

  private static float[] picked(float[] table, int[] rows, int width) {
    float[] picked = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(table, rows[i] * width, picked, i * width, width);
    }
    return picked;
  }
}
