package org.sluice.text.language;

/**
 * The language of a text.
 *
 * @param code ISO 639-3 code as {@link LanguageCodes#canonical} gives it; "und" when unknown
 * @param score how sure that is, 0 to 1, among the languages that use the text's script; about the
 *     share of right answers at this score
 */
public record Identified(String code, double score) {
  static final Identified UNKNOWN = new Identified("und", 0);
}
