package org.sluice.pipelines.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Task;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.train.MemoryNeed;
import org.sluice.jobs.train.TrainOptions;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeStep;

/** The memory that a recipe's training needs, told before anything runs. */
public final class TrainingMemory {
  private static final double GB = 1e9;

  private TrainingMemory() {}

  /** Of the model that is there; empty without one, or without training. */
  public static Optional<MemoryNeed> of(Recipe recipe) {
    Optional<TrainOptions> train = train(recipe);
    if (train.isEmpty()) {
      return Optional.empty();
    }
    String path = train.get().model().path();
    if (path.contains("://") || !Files.exists(Path.of(path))) {
      return Optional.empty(); // on a hub, or made by the run itself
    }
    try (Checkpoint model = Checkpoint.open(Path.of(path))) {
      SortedMap<String, long[]> shapes = new TreeMap<>();
      model.tensors().forEach(name -> shapes.put(name, model.shape(name)));
      return of(recipe, model.config(), shapes);
    }
  }

  /** Of a model whose shapes are known. */
  public static Optional<MemoryNeed> of(
      Recipe recipe, ModelConfig config, SortedMap<String, long[]> shapes) {
    boolean encodes = Task.usual(config) == Task.SEQ_2_SEQ_LM;
    return train(recipe)
        .flatMap(
            train ->
                recipe
                    .step("tokenize")
                    .map(step -> ((TokenizeOptions) step.options()).longestRow(encodes))
                    .map(longest -> MemoryNeed.of(config, shapes, train, longest)))
        .filter(need -> need.trainable() > 0); // the size of some methods is not foretold
  }

  private static Optional<TrainOptions> train(Recipe recipe) {
    return recipe.step("train").map(RecipeStep::options).map(TrainOptions.class::cast);
  }

  /** A line for the plan. */
  public static String line(MemoryNeed need) {
    return String.format(
        Locale.ROOT,
        "memory of training, a rank: %.2f GB = weights %.2f + what is trained %.2f + a micro-batch,"
            + " at most, %.2f%n%s%n",
        need.bytes() / GB,
        need.weights() / GB,
        need.training() / GB,
        need.batch() / GB,
        need.described());
  }
}
