package org.sluice.text.language;

/**
 * The language of a text.
 *
 * @param code ISO 639-3 code as {@link LanguageCodes#canonical} gives it; "und" when unknown
 * @param score probability among the languages that use the text's script, 0 to 1. Short texts have
 *     low ones: about .3 at 200 characters of English, .9 at 500, .99 at 1000
 */
public record Identified(String code, double score) {
  static final Identified UNKNOWN = new Identified("und", 0);
}
