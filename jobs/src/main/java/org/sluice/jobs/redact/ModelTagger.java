package org.sluice.jobs.redact;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.sluice.base.UserError;
import org.sluice.engine.classify.Mention;
import org.sluice.engine.classify.TokenClassifier;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.jobs.cluster.Slots;
import org.sluice.jobs.evaluate.ModelHolder;
import org.sluice.jobs.evaluate.Variant;
import org.sluice.text.privacy.ner.Entity;
import org.sluice.text.privacy.ner.EntityFinder;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.Tagger;

/**
 * Names by a token classification model of the user's own, loaded once a JVM. Entities that it has
 * no label for are found by the tagger that Sluice brings.
 */
public final class ModelTagger implements EntityFinder, Serializable {
  private static final long serialVersionUID = 1L;

  /** What widespread models call their labels, in lower case. */
  private static final Map<String, EntityType> USUAL =
      Map.ofEntries(
          Map.entry("per", EntityType.PERSON),
          Map.entry("person", EntityType.PERSON),
          Map.entry("name", EntityType.PERSON),
          Map.entry("org", EntityType.ORGANIZATION),
          Map.entry("organization", EntityType.ORGANIZATION),
          Map.entry("company", EntityType.ORGANIZATION),
          Map.entry("government", EntityType.ORGANIZATION),
          Map.entry("loc", EntityType.LOCATION),
          Map.entry("location", EntityType.LOCATION),
          Map.entry("gpe", EntityType.LOCATION),
          Map.entry("address", EntityType.ADDRESS),
          Map.entry("date", EntityType.DATE_TIME),
          Map.entry("time", EntityType.DATE_TIME),
          Map.entry("age", EntityType.AGE),
          Map.entry("title", EntityType.TITLE),
          Map.entry("position", EntityType.TITLE),
          Map.entry("norp", EntityType.NRP),
          Map.entry("nrp", EntityType.NRP));

  private final Variant model;
  private final HashMap<String, EntityType> labels;
  private final int threads;

  private ModelTagger(Variant model, Map<String, EntityType> labels, int threads) {
    this.model = model;
    this.labels = new HashMap<>(labels);
    this.threads = threads;
  }

  /**
   * The finder of a run: the user's model where one is named, else Sluice's own tagger.
   *
   * @throws UserError when the model is missing, of another kind, or has no label that means an
   *     entity
   */
  static EntityFinder of(SparkContext spark, Optional<TaggerOptions> options) {
    return options.isEmpty()
        ? (EntityFinder & Serializable) text -> Tagger.shipped().find(text)
        : of(options.get(), Slots.nativeThreads(spark));
  }

  /**
   * A finder by the user's model, which is loaded when a text is first read.
   *
   * @param threads native threads, all that this JVM owns
   * @throws UserError as above
   */
  public static EntityFinder of(TaggerOptions options, int threads) {
    try (Checkpoint checkpoint = Checkpoint.open(options.model().local())) {
      Map<String, EntityType> labels =
          meanings(TokenClassifier.names(checkpoint.config()), options);
      Variant model = new Variant("tagger", options.model(), "", checkpoint.digest());
      return new ModelTagger(model, labels, threads);
    }
  }

  private static Map<String, EntityType> meanings(List<String> names, TaggerOptions options) {
    Map<String, EntityType> meanings = new TreeMap<>();
    for (String name : names) {
      EntityType usual = USUAL.get(name.toLowerCase(Locale.ROOT));
      if (options.labels().isEmpty() && usual != null) {
        meanings.put(name, usual);
      }
    }
    for (Map.Entry<String, String> label : options.labels().entrySet()) {
      if (!names.contains(label.getKey())) {
        throw UserError.of(
            "redact.tagger.labels: the model has no label %s".formatted(label.getKey()),
            "its labels are " + names);
      }
      meanings.put(label.getKey(), EntityType.valueOf(label.getValue()));
    }
    if (meanings.isEmpty()) {
      throw UserError.of(
          "redact.tagger: none of the labels %s of the model is known".formatted(names),
          "say what they mean: redact.tagger.labels: {%s: PERSON}".formatted(names.get(0)));
    }
    return meanings;
  }

  @Override
  public List<Entity> find(String text) {
    List<Mention> mentions =
        ModelHolder.use(
            model,
            Task.TOKEN_CLS,
            threads,
            holder ->
                new TokenClassifier((TaskModel) holder.model(), holder.tokenizer()).mentions(text));
    List<Entity> found = new ArrayList<>();
    int units = 0;
    int points = 0;
    for (Mention mention : mentions) {
      EntityType type = labels.get(mention.label());
      if (type != null) {
        int start = text.offsetByCodePoints(units, mention.start() - points);
        int end = text.offsetByCodePoints(start, mention.end() - mention.start());
        found.add(new Entity(type, start, end, mention.score()));
        units = end;
        points = mention.end();
      }
    }
    Set<EntityType> own = Set.copyOf(labels.values());
    for (Entity entity : Tagger.shipped().find(text)) {
      if (!own.contains(entity.type())) {
        found.add(entity);
      }
    }
    return found;
  }
}
