package org.sluice.text.words;

import java.util.Locale;

/** The ways in which a text is split into words. */
public enum Language {
  /** spaCy's English tokenizer. */
  ENGLISH,
  /** Words of a dictionary, as jieba finds them. */
  CHINESE,
  /** Unicode's word boundaries, with ICU's dictionaries for scripts without blanks. */
  OTHER;

  /**
   * The way for a language code: ISO 639-1 or 639-3, with or without a script ("en", "eng", "zh",
   * "cmn", "zho_Hani"). Null and "" mean English, as datatrove's default does.
   */
  public static Language of(String code) {
    if (code == null || code.isEmpty()) {
      return ENGLISH;
    }
    String bare = code.toLowerCase(Locale.ROOT).split("[_-]", 2)[0];
    return switch (bare) {
      case "en", "eng" -> ENGLISH;
      case "zh", "zho", "cmn", "yue" -> CHINESE;
      default -> OTHER;
    };
  }
}
