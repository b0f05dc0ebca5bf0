package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.text.privacy.ner.network.Span;

/**
 * What the model and two networks, one over words and one over letters, think of the stretches of a
 * sentence. A stretch has the weighted mean of their probabilities and is kept above the limit of
 * its type. The network over letters is only heard about people, and only where it can turn the
 * scale.
 */
final class Opinions {
  /** What the networks call the types that they know. */
  private static final Map<String, EntityType> TYPES =
      Map.of(
          "PER", EntityType.PERSON,
          "ORG", EntityType.ORGANIZATION,
          "LOC", EntityType.LOCATION);

  private static final Map<EntityType, Double> LIMITS =
      Map.of(
          EntityType.PERSON, 0.39,
          EntityType.ORGANIZATION, 0.3,
          EntityType.LOCATION, 0.4);

  /** Weights about people; about the others the letters have none and the words two thirds. */
  private static final double MODEL = 1 / 6.0;

  private static final double WORDS = 3 / 6.0;
  private static final double LETTERS = 2 / 6.0;

  /** So sure must the model be of a whole Chinese name that an inkling of the network suffices. */
  private static final double CERTAIN = 0.99;

  private static final double INKLING = 0.15;
  private static final double TRUSTED = 0.95;

  private static final Comparator<Entity> SUREST_FIRST =
      Comparator.comparingDouble(Entity::score)
          .reversed()
          .thenComparing(Entity::start)
          .thenComparing(Entity::end)
          .thenComparing(Entity::type);

  /** A stretch of one type. */
  private record Place(EntityType type, int start, int end) {}

  /** The probabilities of a stretch. */
  private static final class Voices {
    private double model;
    private double words;
    private double letters;
  }

  private final String text;
  private final Map<Place, Voices> places = new LinkedHashMap<>();
  private final Set<Integer> inklings = new HashSet<>(); // where the words may begin a person
  private final List<Entity> others = new ArrayList<>(); // of types that the networks do not know

  /**
   * Opinions of the model.
   *
   * @param model what it found in a sentence of the text
   */
  Opinions(String text, List<Entity> model) {
    this.text = text;
    for (Entity entity : model) {
      if (LIMITS.containsKey(entity.type())) {
        Voices voices = voices(entity);
        if (voices != null) {
          voices.model = Math.max(voices.model, entity.score());
        }
      } else {
        others.add(entity);
      }
    }
  }

  /** Adds those of the network over words, whose spans count from {@code from}. */
  void words(List<Span> spans, int from) {
    for (Span span : spans) {
      Voices voices = voices(entity(span, from));
      if (voices != null) {
        voices.words = Math.min(1, voices.words + span.probability());
        if (span.label().equals("PER") && voices.words >= INKLING) {
          inklings.add(from + span.start());
        }
      }
    }
  }

  /** Adds those of the network over letters about people. */
  void letters(List<Span> spans, int from) {
    for (Span span : spans) {
      Entity entity = entity(span, from);
      Voices voices = entity.type() == EntityType.PERSON ? voices(entity) : null;
      if (voices != null) {
        voices.letters = Math.min(1, voices.letters + span.probability());
      }
    }
  }

  private static Entity entity(Span span, int from) {
    return new Entity(TYPES.get(span.label()), span.start(), span.end(), span.probability())
        .moved(from);
  }

  private Voices voices(Entity entity) {
    Entity name = entity.type() == EntityType.PERSON ? person(entity) : entity;
    return name == null
        ? null
        : places.computeIfAbsent(
            new Place(name.type(), name.start(), name.end()), place -> new Voices());
  }

  /** Clubs have names like people's: such are organisations. */
  private Entity person(Entity entity) {
    boolean club = ChineseNameBounds.isClub(text.substring(entity.start(), entity.end()));
    return club
        ? new Entity(EntityType.ORGANIZATION, entity.start(), entity.end(), entity.score())
        : ChineseNameBounds.fitted(text, entity);
  }

  /** Whether the network over letters can make a person of something, or nobody. */
  boolean areOpen() {
    double limit = LIMITS.get(EntityType.PERSON);
    return places.entrySet().stream()
        .filter(place -> place.getKey().type == EntityType.PERSON)
        .mapToDouble(place -> mean(place.getKey(), place.getValue()))
        .anyMatch(mean -> mean < limit && mean + LETTERS >= limit);
  }

  private double mean(Place place, Voices voices) {
    if (place.type != EntityType.PERSON) {
      return (2 * voices.words + voices.model) / 3;
    }
    double mean = MODEL * voices.model + WORDS * voices.words + LETTERS * voices.letters;
    return isTrusted(place, voices) ? Math.max(mean, TRUSTED) : mean;
  }

  private boolean isTrusted(Place place, Voices voices) {
    return voices.model >= CERTAIN
        && ChinesePeople.isFull(text.substring(place.start, place.end))
        && (inklings.contains(place.start) || isSpeaker(place));
  }

  /** At the beginning of a line and before a colon, as in interviews and plays. */
  private boolean isSpeaker(Place place) {
    boolean first = place.start == 0 || text.charAt(place.start - 1) == '\n';
    return first && place.end < text.length() && ":：".indexOf(text.charAt(place.end)) >= 0;
  }

  /** What is kept, in order of position, without overlaps: the surest first. */
  List<Entity> resolved() {
    List<Entity> candidates = new ArrayList<>(others);
    places.forEach(
        (place, voices) -> {
          double limit = LIMITS.get(place.type);
          double mean = mean(place, voices);
          if (mean >= limit) { // a score of a half is the limit
            double score = 0.5 + 0.5 * (mean - limit) / (1 - limit);
            candidates.add(new Entity(place.type, place.start, place.end, score));
          }
        });
    candidates.sort(SUREST_FIRST);
    List<Entity> kept = new ArrayList<>();
    for (Entity entity : candidates) {
      if (kept.stream().noneMatch(entity::overlaps)) {
        kept.add(entity);
      }
    }
    kept.sort(Comparator.comparingInt(Entity::start));
    return joined(kept);
  }

  /** People on both sides of a dot or a hyphen are one: 福雷斯特-阿伦. */
  private List<Entity> joined(List<Entity> entities) {
    List<Entity> joined = new ArrayList<>();
    for (Entity entity : entities) {
      Entity last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      boolean goesOn =
          last != null
              && last.type() == EntityType.PERSON
              && entity.type() == EntityType.PERSON
              && entity.start() == last.end() + 1
              && "·•-".indexOf(text.charAt(last.end())) >= 0;
      if (goesOn) {
        double score = Math.min(last.score(), entity.score());
        joined.set(
            joined.size() - 1, new Entity(EntityType.PERSON, last.start(), entity.end(), score));
      } else {
        joined.add(entity);
      }
    }
    return joined;
  }
}
