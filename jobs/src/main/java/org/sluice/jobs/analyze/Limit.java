package org.sluice.jobs.analyze;

import java.util.ArrayList;
import java.util.List;

/**
 * A limit of a rule and the score that it bounds.
 *
 * @param key the limit's name in {@code clean.limits}
 * @param isMost whether larger scores are refused, not smaller ones
 */
record Limit(String profile, String key, String score, boolean isMost) {
  private static final String QUALITY = "gopher-quality@datatrove";
  private static final String REPETITION = "gopher-repetition@datatrove";
  private static final String FINEWEB = "fineweb@datatrove";

  private static final String CHINESE = "roots-zh@bigscience";

  /** Profiles that are measured. */
  static final List<String> PROFILES = List.of(QUALITY, REPETITION, FINEWEB, CHINESE);

  /** The profiles that suit a corpus mostly in a language. */
  static List<String> profilesFor(String language) {
    return language.equals("cmn")
        ? List.of(REPETITION, CHINESE)
        : List.of(QUALITY, REPETITION, FINEWEB);
  }

  static List<Limit> all() {
    List<Limit> all = new ArrayList<>();
    all.add(new Limit(QUALITY, "min_doc_words", "n_non_symbol_words", false));
    all.add(new Limit(QUALITY, "max_doc_words", "n_non_symbol_words", true));
    all.add(new Limit(QUALITY, "min_avg_word_length", "avg_word_length", false));
    all.add(new Limit(QUALITY, "max_avg_word_length", "avg_word_length", true));
    all.add(new Limit(QUALITY, "max_symbol_word_ratio", "hash_ratio", true));
    all.add(new Limit(QUALITY, "max_bullet_lines_ratio", "bullet_lines_ratio", true));
    all.add(new Limit(QUALITY, "max_ellipsis_lines_ratio", "end_ellipsis_lines_ratio", true));
    all.add(new Limit(QUALITY, "min_alpha_words_ratio", "alpha_words_ratio", false));
    all.add(new Limit(QUALITY, "min_stop_words", "stop_words", false));
    for (String score :
        List.of("dup_para_frac", "dup_para_char_frac", "dup_line_frac", "dup_line_char_frac")) {
      all.add(new Limit(REPETITION, score, score, true));
    }
    for (int n = 2; n <= 4; n++) {
      all.add(new Limit(REPETITION, "top_%d_gram".formatted(n), "top_%d_gram".formatted(n), true));
    }
    for (int n = 5; n <= 10; n++) {
      String name = "duplicated_%d_n_grams".formatted(n);
      all.add(new Limit(REPETITION, name, name, true));
    }
    all.add(new Limit(FINEWEB, "line_punct_thr", "line_punct_ratio", false));
    all.add(new Limit(FINEWEB, "short_line_thr", "short_line_ratio", true));
    all.add(new Limit(FINEWEB, "char_duplicates_ratio", "char_dup_ratio", true));
    all.add(new Limit(FINEWEB, "new_line_ratio", "list_ratio", true));
    all.add(new Limit(CHINESE, "min_words", "number_words", false));
    all.add(new Limit(CHINESE, "max_words", "number_words", true));
    all.add(new Limit(CHINESE, "max_character_repetition", "character_repetition_ratio", true));
    all.add(new Limit(CHINESE, "max_word_repetition", "word_repetition_ratio", true));
    all.add(new Limit(CHINESE, "max_special_characters", "special_characters_ratio", true));
    all.add(new Limit(CHINESE, "min_stop_words", "stopwords_ratio", false));
    return List.copyOf(all);
  }
}
