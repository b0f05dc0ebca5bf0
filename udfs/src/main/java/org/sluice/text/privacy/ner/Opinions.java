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
  private static final double CERTAIN = 0.95;

  private static final double INKLING = 0.15;
  private static final double TRUSTED = 0.95;

  /** So likely must a name be that what stands beside it decides; less in Latin letters. */
  private static final double HINT = 0.2;

  private static final double LATIN_HINT = 0.05;
  private static final double GIVEN_AWAY = 0.6;

  /** Limit of a person who is listed beside another one. */
  private static final double LISTED = 0.15;

  private static final String LISTING = "、和与及";

  /** Between the parts of a foreign name. */
  private static final String DOTS = "·•-";

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
   * @param model what it makes of a sentence of the text: people may overlap, other types do not
   */
  Opinions(String text, List<Entity> model) {
    this.text = text;
    for (Entity entity : model) {
      if (LIMITS.containsKey(entity.type())) {
        Voices voices = voices(entity);
        if (voices != null) {
          voices.model = Math.min(1, voices.model + entity.score());
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
    boolean club = ChineseNameBounds.isClub(text, entity.start(), entity.end());
    return club
        ? new Entity(EntityType.ORGANIZATION, entity.start(), entity.end(), entity.score())
        : ChineseNameBounds.fitted(text, entity);
  }

  /** Whether the network over letters can make a person of something, or nobody. */
  boolean areOpen() {
    double limit = LIMITS.get(EntityType.PERSON);
    return places.entrySet().stream()
        .filter(place -> place.getKey().type == EntityType.PERSON && !isLatin(place.getKey()))
        .mapToDouble(place -> mean(place.getKey(), place.getValue()))
        .anyMatch(mean -> mean < limit && mean + LETTERS >= limit);
  }

  private double mean(Place place, Voices voices) {
    boolean person = place.type == EntityType.PERSON;
    if (!person || isLatin(place)) {
      double mean = (2 * voices.words + voices.model) / 3;
      boolean cue = person && Math.max(voices.words, voices.model) >= LATIN_HINT && hasCue(place);
      return cue ? Math.max(mean, GIVEN_AWAY) : mean;
    }
    double mean = MODEL * voices.model + WORDS * voices.words + LETTERS * voices.letters;
    if (mean >= HINT && isAuthor(place)) {
      mean = Math.max(mean, GIVEN_AWAY);
    }
    return isTrusted(place, voices) ? Math.max(mean, TRUSTED) : mean;
  }

  /** The network over letters was made for Chinese ones. */
  private boolean isLatin(Place place) {
    return text.charAt(place.start) < 128 && text.charAt(place.end - 1) < 128;
  }

  private boolean hasCue(Place place) {
    return NameCues.isAfterRole(text, place.start) || NameCues.isBeforeSpeech(text, place.end);
  }

  /** Of two to four letters, as a speaker or in a byline. */
  private boolean isAuthor(Place place) {
    int length = place.end - place.start;
    boolean usual = length >= 2 && length <= 4;
    return usual
        && (NameCues.isSpeaker(text, place.start, place.end)
            || NameCues.isByline(text, place.start));
  }

  private boolean isTrusted(Place place, Voices voices) {
    return voices.model >= CERTAIN
        && ChinesePeople.isFull(text.substring(place.start, place.end))
        && (inklings.contains(place.start) || NameCues.isSpeaker(text, place.start, place.end));
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
    addListed(kept);
    kept.sort(Comparator.comparingInt(Entity::start));
    return joined(kept).stream().map(this::untilDot).toList();
  }

  /** Who is listed beside people is likely to be one: 李娜、周晓和王建国. */
  private void addListed(List<Entity> kept) {
    List<Entity> likely = new ArrayList<>();
    places.forEach(
        (place, voices) -> {
          double mean = mean(place, voices);
          if (place.type == EntityType.PERSON && mean >= LISTED) {
            likely.add(new Entity(place.type, place.start, place.end, mean));
          }
        });
    likely.sort(SUREST_FIRST);
    Entity next;
    do {
      next =
          likely.stream()
              .filter(entity -> kept.stream().noneMatch(entity::overlaps))
              .filter(entity -> kept.stream().anyMatch(other -> isListedWith(other, entity)))
              .findFirst()
              .orElse(null);
      if (next != null) {
        kept.add(new Entity(next.type(), next.start(), next.end(), 0.5));
      }
    } while (next != null);
  }

  private boolean isListedWith(Entity person, Entity other) {
    int between = person.end() <= other.start() ? person.end() : other.end();
    boolean beside = between + 1 == Math.max(person.start(), other.start());
    return beside
        && person.type() == EntityType.PERSON
        && LISTING.indexOf(text.charAt(between)) >= 0;
  }

  /** A foreign name that is cut off behind its dot has the dot. */
  private Entity untilDot(Entity entity) {
    int end = entity.end();
    boolean dot = end < text.length() && DOTS.indexOf(text.charAt(end)) >= 0;
    boolean last = dot && (end + 1 == text.length() || text.charAt(end + 1) == '\n');
    return last && entity.type() == EntityType.PERSON
        ? new Entity(entity.type(), entity.start(), end + 1, entity.score())
        : entity;
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
              && DOTS.indexOf(text.charAt(last.end())) >= 0;
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
