package org.sluice.text.language;

import com.ibm.icu.lang.UScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scripts that the identified languages are written in. */
final class Script {
  private static final Map<Integer, List<String>> LANGUAGES =
      Map.ofEntries(
          Map.entry(
              UScript.CYRILLIC,
              List.of(
                  "bel", "mon", "bul", "mkd", "rus", "ukr", "kir", "tat", "kaz", "tgk", "bak",
                  "che", "srp")),
          Map.entry(UScript.ARABIC, List.of("ara", "fas", "pus", "urd", "pnb")),
          Map.entry(UScript.DEVANAGARI, List.of("san", "hin", "nep", "mar")),
          Map.entry(UScript.HAN, List.of("cmn")),
          Map.entry(UScript.HIRAGANA, List.of("jpn")),
          Map.entry(UScript.HANGUL, List.of("kor")),
          Map.entry(UScript.TELUGU, List.of("tel")),
          Map.entry(UScript.SINHALA, List.of("sin")),
          Map.entry(UScript.THAI, List.of("tha")),
          Map.entry(UScript.KANNADA, List.of("kan")),
          Map.entry(UScript.GUJARATI, List.of("guj")),
          Map.entry(UScript.MALAYALAM, List.of("mal")),
          Map.entry(UScript.TAMIL, List.of("tam")),
          Map.entry(UScript.GURMUKHI, List.of("pan")),
          Map.entry(UScript.BENGALI, List.of("ben")),
          Map.entry(UScript.HEBREW, List.of("heb")),
          Map.entry(UScript.GEORGIAN, List.of("kat")),
          Map.entry(UScript.GREEK, List.of("ell")),
          Map.entry(UScript.ARMENIAN, List.of("hye")));

  private static final Map<String, Integer> OF_LANGUAGE = new HashMap<>();

  static {
    LANGUAGES.forEach(
        (script, languages) -> languages.forEach(code -> OF_LANGUAGE.put(code, script)));
  }

  private Script() {}

  /** The script of most letters; any kana makes a Han text Japanese; COMMON without letters. */
  static int of(CharSequence text) {
    Map<Integer, Integer> letters = new HashMap<>();
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (codePoint < 0x80) {
        if (codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z') {
          letters.merge(UScript.LATIN, 1, Integer::sum);
        }
      } else if (Character.isLetter(codePoint)) {
        int script = UScript.getScript(codePoint);
        letters.merge(script == UScript.KATAKANA ? UScript.HIRAGANA : script, 1, Integer::sum);
      }
    }
    letters.remove(UScript.COMMON);
    letters.remove(UScript.INHERITED);
    int best = UScript.COMMON;
    int most = 0;
    for (Map.Entry<Integer, Integer> entry : letters.entrySet()) {
      boolean tie = entry.getValue() == most && entry.getKey() < best;
      if (entry.getValue() > most || tie) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    int kana = letters.getOrDefault(UScript.HIRAGANA, 0);
    return best == UScript.HAN && kana * 10 > most ? UScript.HIRAGANA : best;
  }

  /** The one language of a script that no other is written in; null when there are several. */
  static String onlyLanguage(int script) {
    List<String> languages = LANGUAGES.get(script);
    return languages != null && languages.size() == 1 ? languages.get(0) : null;
  }

  /** Whether texts in this language are written in this script. */
  static boolean writes(String language, int script) {
    return OF_LANGUAGE.getOrDefault(language, UScript.LATIN) == script;
  }
}
