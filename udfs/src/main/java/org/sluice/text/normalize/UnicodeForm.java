package org.sluice.text.normalize;

import com.ibm.icu.text.Normalizer2;

/** A normalisation form of Unicode (UAX 15), as ICU makes it. */
public enum UnicodeForm {
  NONE,
  /** Composed: é is one code point. */
  NFC,
  /** Decomposed: é is e and an accent. */
  NFD,
  /** Composed, with compatibility characters replaced: ﬁ is fi, ² is 2. */
  NFKC,
  /** Decomposed, with compatibility characters replaced. */
  NFKD;

  /** The text in this form; the same object where it has it already. */
  public String apply(String text) {
    return switch (this) {
      case NONE -> text;
      case NFC -> normalize(Normalizer2.getNFCInstance(), text);
      case NFD -> normalize(Normalizer2.getNFDInstance(), text);
      case NFKC -> normalize(Normalizer2.getNFKCInstance(), text);
      case NFKD -> normalize(Normalizer2.getNFKDInstance(), text);
    };
  }

  private static String normalize(Normalizer2 normalizer, String text) {
    String ordered = CombiningRuns.ordered(text, normalizer);
    return normalizer.isNormalized(ordered) ? ordered : normalizer.normalize(ordered);
  }
}
