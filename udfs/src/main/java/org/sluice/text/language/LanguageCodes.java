package org.sluice.text.language;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.TreeMap;
import org.sluice.base.Nearest;

/** Brings the names of a language to one: "en", "eng"; "zh", "zho", "cmn", "cmn_Hani". */
public final class LanguageCodes {
  /** Members that are meant when the group is named, and the other way about. */
  private static final Map<String, String> SAME =
      Map.of(
          "zho", "cmn",
          "pes", "fas",
          "ekk", "est",
          "lvs", "lav",
          "plt", "mlg",
          "arb", "ara",
          "zsm", "msa",
          "nor", "nob");

  private LanguageCodes() {}

  /** The ISO 639-3 code for a code of two or three letters, with or without a script. */
  public static String canonical(String code) {
    String bare = code.toLowerCase(Locale.ROOT).split("[_-]", 2)[0];
    String three = bare;
    if (bare.length() == 2) {
      try {
        three = Locale.forLanguageTag(bare).getISO3Language();
      } catch (MissingResourceException e) {
        return bare; // no such language; whoever checks settings asks known()
      }
    }
    return SAME.getOrDefault(three, three);
  }

  /** The known code that a misspelt code or a language's English name most probably means. */
  public static String nearest(String given) {
    Map<String, String> names = new TreeMap<>();
    known().forEach(code -> names.put(code, code));
    for (String two : Locale.getISOLanguages()) {
      String code = canonical(two);
      if (names.containsKey(code)) {
        names.put(Locale.forLanguageTag(two).getDisplayLanguage(Locale.ENGLISH), code);
      }
    }
    return names.get(Nearest.to(given, names.keySet()));
  }

  /** The codes that can be identified, in alphabetical order. */
  public static List<String> known() {
    return OpenNlpModel.languages();
  }
}
