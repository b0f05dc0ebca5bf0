package org.sluice.text.perplexity;

import java.io.Serializable;
import java.util.Map;

/**
 * CCNet's three buckets of perplexity.
 *
 * @param head documents below are head
 * @param middle others below are middle, the rest is tail
 */
public record Buckets(double head, double middle) implements Serializable {
  /** The bucket of a document whose language has no model. */
  public static final String UNKNOWN = "all";

  /** The 30th and 60th percentile of Common Crawl under CCNet's own models, by ISO 639-3 code. */
  private static final Map<String, Buckets> CCNET =
      Map.of(
          "eng", new Buckets(340, 520),
          "cmn", new Buckets(1460, 1950),
          "deu", new Buckets(370, 590),
          "fra", new Buckets(180, 330),
          "spa", new Buckets(180, 290),
          "rus", new Buckets(210, 310),
          "jpn", new Buckets(1110, 1450),
          "kor", new Buckets(920, 2130),
          "ara", new Buckets(490, 790));

  /** CCNet's for a language, those of English where CCNet's are not known here. */
  public static Buckets ccnet(String language) {
    return CCNET.getOrDefault(language, CCNET.get("eng"));
  }

  /** head, middle or tail. */
  public String of(double perplexity) {
    return perplexity < head ? "head" : perplexity < middle ? "middle" : "tail";
  }
}
