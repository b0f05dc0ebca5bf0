package org.sluice.jobs.clean;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Nearest;
import org.sluice.base.Setting;
import org.sluice.text.language.LanguageCodes;
import org.sluice.text.lists.BlockList;
import org.sluice.text.normalize.Normalizer;
import org.sluice.text.normalize.Repair;
import org.sluice.text.normalize.Spaces;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Profiles;
import org.sluice.text.rules.peer.Roots;

/** Settings of {@link Clean}. */
public record CleanOptions(
    @Setting(help = "Columns with text; rules see them joined by line breaks", def = "[text]")
        List<String> columns,
    @Setting(
            help =
                "Mend encoding and white space and bring to this Unicode form; none: leave as is",
            def = "nfc")
        Normalization normalize,
    @Setting(help = "Identify the language and keep some", example = "{keep: [en]}")
        Optional<LanguageOptions> language,
    @Setting(help = "Language whose words are split when none is identified", def = "en")
        String assumeLanguage,
    @Setting(
            help = "Rule profiles, in this order; the first rule that fails names the reason",
            def = "[]",
            example = "[gopher-repetition@datatrove, gopher-quality@datatrove, fineweb@datatrove]")
        List<String> profiles,
    @Setting(
            help = "Limits of a profile that shall differ from its own",
            def = "{}",
            example = "{gopher-quality@datatrove: {min_doc_words: 30}}")
        Map<String, Map<String, Double>> limits,
    @Setting(
            help =
                "A SentencePiece .model whose pieces roots-zh@bigscience takes for words, as"
                    + " BigScience did; left out: jieba's words",
            example = "zh.sp.model")
        Optional<String> sentencepiece,
    @Setting(
            help =
                "Lists of words or addresses, and how often their entries may occur; with keep_scores"
                    + " each count is a column, lists__NAME",
            example = "[{name: bad_words, path: lists/en.txt, kind: words, most: 0}]")
        List<ListOptions> lists,
    @Setting(help = "Column with the address, for lists of addresses", def = "url")
        String urlColumn,
    @Setting(
            help = "Classifiers whose probability for a label must reach a limit",
            example = "[{name: quality, model: oh-eli5.bin, label: hq, min_score: 0.02}]")
        List<ClassifierOptions> classifiers,
    @Setting(
            help =
                "Measure the perplexity by models of n-grams, the first one for a row's language, and"
                    + " sort rows into the buckets head, middle and tail, or all where none is for it",
            example = "[{languages: [en], model: en.arpa.bin, sentencepiece: en.sp.model}]")
        List<PerplexityOptions> perplexity,
    @Setting(
            help =
                "Measure how much likelier each text is in a kind of text that is wanted than in a"
                    + " source, as RedPajama-V2 does; columns importance__NAME and"
                    + " importance__NAME_length_correction",
            example = "[{name: books, model: out/importance-model/books.json}]")
        List<ImportanceOptions> importance,
    @Setting(help = "Keep every score as a column of the table cleaned", def = "true")
        boolean keepScores,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop,
    @Setting(
            help = "false hands the rows to the next step without writing the table cleaned",
            def = "true")
        boolean materialize) {

  public CleanOptions {
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    for (String profile : profiles) {
      Check.that(
          Profiles.names().contains(profile),
          "profiles: there is no profile '%s', did you mean '%s'?",
          profile,
          Nearest.to(profile, Profiles.names()));
    }
    Check.that(
        sentencepiece.isEmpty() || profiles.contains(Roots.CHINESE.name()),
        "sentencepiece is for the profile %s, which is not among the profiles",
        Roots.CHINESE.name());
    List<String> columnsOfLists = Lists.columns(lists);
    Check.that(
        columnsOfLists.stream().distinct().count() == columnsOfLists.size(),
        "lists: two have the same name, or nearly, got %s",
        columnsOfLists);
    List<String> columnsOfImportance = ImportanceOptions.columns(importance);
    Check.that(
        columnsOfImportance.stream().distinct().count() == columnsOfImportance.size(),
        "importance: two have the same columns, got %s",
        columnsOfImportance);
    Judge judge = judge(profiles, limits); // refuses limits that there are not
    Check.that(
        columns.size() == 1 || !judge.rewrites(),
        "columns: a profile that rewrites texts needs a single column, got %s",
        columns);
  }

  /** Refuses limits that do not exist. */
  private static Judge judge(List<String> profiles, Map<String, Map<String, Double>> limits) {
    try {
      return Judge.of(profiles, limits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("limits: " + e.getMessage(), e);
    }
  }

  /** The columns that the table cleaned has besides those of the input. */
  public List<String> addedColumns() {
    List<String> added = new ArrayList<>();
    if (language.isPresent()) {
      added.addAll(List.of("lang", "lang_score"));
    }
    classifiers.forEach(classifier -> added.add(classifier.name()));
    if (!perplexity.isEmpty()) {
      added.addAll(List.of("perplexity", "bucket"));
    }
    added.addAll(ImportanceOptions.columns(importance));
    if (keepScores) {
      added.addAll(Lists.columns(lists));
    }
    if (keepScores && !profiles.isEmpty()) {
      added.addAll(judge().columns());
    }
    return added;
  }

  Judge judge() {
    Judge judge = judge(profiles, limits);
    return sentencepiece.map(model -> judge.withPieces(Pieces.of(model))).orElse(judge);
  }

  /** Unicode normalisation form. */
  public enum Normalization {
    NFC,
    NFKC,
    NONE;

    /** What normalises; empty when the text is left as it is. */
    Optional<Normalizer> normalizer() {
      return switch (this) {
        case NONE -> Optional.empty();
        case NFC -> Optional.of(Normalizer.USUAL);
        case NFKC -> Optional.of(new Normalizer(Repair.ENCODING, UnicodeForm.NFKC, Spaces.TIDY));
      };
    }
  }

  /** Which languages stay. */
  public record LanguageOptions(
      @Setting(
              help = "ISO 639 codes to keep; empty: only note the language",
              def = "[]",
              example = "[en]")
          List<String> keep,
      @Setting(help = "Rows identified with less are dropped, 0 to 1", def = "0.65")
          double minScore,
      @Setting(
              help =
                  "A model of fastText that identifies instead, .bin or .ftz; its labels are codes",
              example = "lid.176.ftz")
          Optional<String> model)
      implements Serializable {
    public LanguageOptions {
      for (String code : keep) {
        Check.that(
            model.isPresent() || LanguageCodes.known().contains(LanguageCodes.canonical(code)),
            "keep: no language %s can be identified, did you mean %s? Those that can: %s",
            code,
            LanguageCodes.nearest(code),
            LanguageCodes.known());
      }
      Check.that(minScore >= 0 && minScore <= 1, "min_score must be in [0, 1], got %s", minScore);
    }
  }

  /** A classifier of fastText. Its probability is a column of the table cleaned. */
  public record ClassifierOptions(
      @Setting(help = "Name of the column and of the rule", def = Setting.REQUIRED) String name,
      @Setting(help = "File with the model, .bin or .ftz", def = Setting.REQUIRED) String model,
      @Setting(help = "The label, without __label__", def = Setting.REQUIRED) String label,
      @Setting(help = "Rows with less are dropped, 0 to 1", def = "0.0") double minScore)
      implements Serializable {
    public ClassifierOptions {
      Check.that(name.matches("[a-z][a-z0-9_]*"), "name must be a column's name, got %s", name);
      Check.that(minScore >= 0 && minScore <= 1, "min_score must be in [0, 1], got %s", minScore);
    }
  }

  /** A list of words or addresses, one a line. Rows with more of them are dropped. */
  public record ListOptions(
      @Setting(help = "Name of the rule", def = Setting.REQUIRED) String name,
      @Setting(help = "File with an entry a line", def = Setting.REQUIRED) String path,
      @Setting(
              help =
                  "words and parts are sought in the text (parts anywhere, for languages without"
                      + " blanks); domains, url_words and url_parts in the address",
              def = "words")
          BlockList.Kind kind,
      @Setting(help = "Entries that a row may have", def = "0") int most)
      implements Serializable {
    public ListOptions {
      Check.that(!name.isEmpty(), "name must not be empty");
      Check.that(most >= 0, "most must be at least 0, got %d", most);
    }

    /** Whether the address is searched, not the text. */
    boolean isOfAddresses() {
      return switch (kind) {
        case WORDS, PARTS -> false;
        case DOMAINS, URL_WORDS, URL_PARTS -> true;
      };
    }
  }
}
