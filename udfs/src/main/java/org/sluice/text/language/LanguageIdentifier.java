package org.sluice.text.language;

import com.ibm.icu.lang.UScript;
import java.io.Serializable;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;

/**
 * Identifies the language of a text from its first {@value #SAMPLE} characters. Deterministic; any
 * number of threads may use one; serialisable, the model is read where it is used.
 *
 * <p>A script that one language alone uses decides by itself. Otherwise OpenNLP's probabilities are
 * taken over the languages of the script of most letters, which keeps a Greek word from making an
 * English page Chechen.
 */
public final class LanguageIdentifier implements Serializable {
  private static final long serialVersionUID = 1;

  /** More text costs more and, measured, tells no more. */
  private static final int SAMPLE = 1000;

  /**
   * OpenNLP is far too modest: on 300 finance sentences it is right in 98 of 100 and says .13. Its
   * probabilities to the power of 12, made to sum to 1, come closest to the share of right answers
   * on those (.97), on 437 English web pages cut to 60 (.93 for .95) and 120 characters (.99 for
   * .99) and on 211 sentences of 27 languages in Latin letters (.77 for .81).
   */
  private static final double SHARPENING = 12;

  private static final ThreadLocal<LanguageDetectorME> DETECTOR =
      ThreadLocal.withInitial(OpenNlpModel::detector);

  /** The most probable language; {@code und} with score 0 for a text without known letters. */
  public Identified identify(String text) {
    String sample = text == null ? "" : text.substring(0, Math.min(text.length(), SAMPLE));
    int script = Script.of(sample);
    if (script == UScript.COMMON) {
      return Identified.UNKNOWN;
    }
    String only = Script.onlyLanguage(script);
    return only != null ? new Identified(only, 1) : mostProbable(sample, script);
  }

  private static Identified mostProbable(String sample, int script) {
    Language[] languages = DETECTOR.get().predictLanguages(sample); // the most probable first
    String best = null;
    double most = 0;
    double sum = 0;
    for (Language language : languages) {
      String code = LanguageCodes.canonical(language.getLang());
      if (!Script.writes(code, script)) {
        continue;
      }
      if (best == null) {
        best = code;
        most = language.getConfidence();
      }
      sum += Math.pow(language.getConfidence() / most, SHARPENING);
    }
    return best == null ? Identified.UNKNOWN : new Identified(best, 1 / sum);
  }
}
