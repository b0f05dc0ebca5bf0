package org.sluice.jobs.clean;

import java.io.Serializable;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.text.language.LanguageCodes;
import org.sluice.text.perplexity.Buckets;
import org.sluice.text.perplexity.Sentences;

/** A model of n-grams and CCNet's buckets. The columns perplexity and bucket are added. */
public record PerplexityOptions(
    @Setting(help = "Languages of its rows; empty: all", def = "[]", example = "[en]")
        List<String> languages,
    @Setting(
            help =
                "A model of n-grams: a binary file of KenLM, or the ARPA format, also packed as .gz",
            def = Setting.REQUIRED)
        String model,
    @Setting(help = "What the model's words are", def = "words") Sentences.Tokens tokens,
    @Setting(
            help =
                "A SentencePiece .model: the words are its pieces in the whole text, as CCNet's models"
                    + " want it",
            example = "en.sp.model")
        String sentencepiece, // null: none
    @Setting(help = "Rows with less are head; 0: CCNet's for the first of the languages", def = "0")
        double head,
    @Setting(help = "Rows with less are middle, others tail; 0: likewise", def = "0") double middle,
    @Setting(help = "Rows with more are dropped; 0: none", def = "0") double max)
    implements Serializable {

  public PerplexityOptions {
    languages = languages.stream().map(LanguageCodes::canonical).toList();
    Buckets usual = Buckets.ccnet(languages.isEmpty() ? "" : languages.get(0));
    head = head == 0 ? usual.head() : head;
    middle = middle == 0 ? usual.middle() : middle;
    Check.that(head <= middle, "head must be at most middle %s, got %s", middle, head);
    Check.that(max >= 0, "max must be at least 0, got %s", max);
  }

  /** A model for all rows that is asked for words of a kind. */
  public static PerplexityOptions of(String model, Sentences.Tokens tokens) {
    return new PerplexityOptions(List.of(), model, tokens, null, 0, 0, 0);
  }

  boolean serves(String language) {
    return languages.isEmpty() || languages.contains(LanguageCodes.canonical(language));
  }

  Buckets buckets() {
    return new Buckets(head, middle);
  }
}
