package org.sluice.text.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** OpenNLP's language model (103 languages, Leipzig corpora), read once per JVM, on first use. */
final class OpenNlpModel {
  private static final String RESOURCE = "/langdetect-183.bin";

  private OpenNlpModel() {}

  private static final class Holder {
    static final LanguageDetectorModel MODEL = read();

    private static LanguageDetectorModel read() {
      try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(
              "opennlp-models-langdetect is missing from the class path");
        }
        return new LanguageDetectorModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A detector for one thread. */
  static LanguageDetectorME detector() {
    return new LanguageDetectorME(Holder.MODEL);
  }

  static List<String> languages() {
    return Arrays.stream(detector().getSupportedLanguages())
        .map(LanguageCodes::canonical)
        .distinct()
        .sorted()
        .toList();
  }
}
