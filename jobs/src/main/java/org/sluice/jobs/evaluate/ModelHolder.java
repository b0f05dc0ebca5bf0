package org.sluice.jobs.evaluate;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.generate.TextGenerator;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Devices;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.train.Models;

/**
 * The one model that this JVM keeps loaded. Tasks that ask for the same model share it, one after
 * the other; a task that asks for another one replaces it.
 */
public final class ModelHolder implements AutoCloseable {
  private static String heldKey = "";
  private static ModelHolder held;

  private final Torch torch;
  private final Model model;
  private final Tokenizer tokenizer;

  private ModelHolder(Torch torch, Model model, Tokenizer tokenizer) {
    this.torch = torch;
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /** What is done with a model. */
  public interface Work<T> {
    T with(ModelHolder holder);
  }

  /**
   * Lends the model; nobody else in this JVM has it meanwhile.
   *
   * @param threads native threads, all that this JVM owns
   */
  public static <T> T use(Variant variant, int threads, Work<T> work) {
    return use(variant, Optional.empty(), threads, work);
  }

  /** The same with a model for a task other than what its architecture is usually for. */
  public static <T> T use(Variant variant, Task task, int threads, Work<T> work) {
    return use(variant, Optional.of(task), threads, work);
  }

  private static synchronized <T> T use(
      Variant variant, Optional<Task> task, int threads, Work<T> work) {
    ModelOptions form = variant.model();
    String key = "%s %s %s %s".formatted(variant.digest(), form.quantization(), form.dtype(), task);
    if (!heldKey.equals(key)) {
      release();
      held = load(variant, task, threads);
      heldKey = key;
    }
    return work.with(held);
  }

  /** Gives the model's memory back. */
  public static synchronized void release() {
    if (held != null) {
      held.close();
      held = null;
      heldKey = "";
    }
  }

  private static ModelHolder load(Variant variant, Optional<Task> task, int threads) {
    Path path = variant.model().local();
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), path);
      tokenizer.checkFits(checkpoint.config().vocabSize(), path);
      Torch torch = Torch.on(Devices.of(variant.model().device()), threads);
      Model model =
          task.orElse(Task.usual(checkpoint.config()))
              .load(torch, checkpoint, Models.frozen(variant.model()));
      if (!variant.adapter().isEmpty()) {
        try (AdapterFolder adapter = AdapterFolder.open(Path.of(variant.adapter()))) {
          adapter.attachTo(model);
        }
      }
      return new ModelHolder(torch, model, tokenizer);
    }
  }

  public Model model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** A generator that also stops at tokens of the caller's. */
  public TextGenerator generator(Set<Integer> endTokens) {
    Set<Integer> ends = new HashSet<>(model.config().eosTokenIds());
    ends.addAll(endTokens);
    return TextGenerator.of(model, tokenizer, ends);
  }

  @Override
  public void close() {
    tokenizer.close();
    torch.close();
  }
}
