package org.sluice.jobs.sql;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.text.lists.BlockList;
import org.sluice.text.normalize.Normalizer;
import org.sluice.text.normalize.Repair;
import org.sluice.text.normalize.Spaces;
import org.sluice.text.normalize.TextDecoder;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.words.Language;
import org.sluice.text.words.Sentences;
import org.sluice.text.words.WordSplitter;

/** The namespace text: characters, words, sentences. */
final class TextFunctions {
  private static final Recent<String, Normalizer> NORMALIZERS =
      new Recent<>(TextFunctions::normalizer);

  private static final Recent<Listed, BlockList> LISTS = new Recent<>(Listed::list);

  /** Splitters are for one thread each. */
  private static final ThreadLocal<Map<Language, WordSplitter>> SPLITTERS =
      ThreadLocal.withInitial(() -> new EnumMap<>(Language.class));

  private static final ThreadLocal<Map<Language, Sentences>> SENTENCES =
      ThreadLocal.withInitial(() -> new EnumMap<>(Language.class));

  private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType, false);
  private static final Parameter TEXT = Parameter.of("text", Kind.TEXT);
  private static final Parameter LANGUAGE = Parameter.optional("language", Kind.TEXT);

  private TextFunctions() {}

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "text.normalize",
            "The text with wrong decoding undone, controls taken out and white space tidied, in a"
                + " Unicode form: nfc (the default), nfd, nfkc, nfkd or none.",
            List.of(TEXT, Parameter.optional("form", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> normalize((String) arguments[0], (String) arguments[1]),
            new SqlFunction.Example("sluice.text.normalize('cafÃ©  au   lait ')", "café au lait")),
        new SqlFunction(
            "text.is_encoded_twice",
            "Whether the text is UTF-8 that was read as another encoding, so that normalize mends"
                + " it.",
            List.of(TEXT),
            DataTypes.BooleanType,
            arguments -> Normalizer.USUAL.mendsEncoding((String) arguments[0]),
            new SqlFunction.Example("sluice.text.is_encoded_twice('cafÃ©')", "true")),
        new SqlFunction(
            "text.decode",
            "The text of bytes in an unknown encoding, and the encoding that was found; the second"
                + " argument is what they are said to be in.",
            List.of(Parameter.of("bytes", Kind.BYTES), Parameter.optional("declared", Kind.TEXT)),
            new StructType().add("text", DataTypes.StringType).add("charset", DataTypes.StringType),
            arguments -> decode((byte[]) arguments[0], (String) arguments[1]),
            new SqlFunction.Example(
                "sluice.text.decode(X'636166E9', 'latin1')", "{café, windows-1252}")),
        new SqlFunction(
            "text.words",
            "The words of a text as the rules count them; English unless a language is given.",
            List.of(TEXT, LANGUAGE),
            TEXTS,
            arguments -> words((String) arguments[0], Language.of((String) arguments[1])),
            new SqlFunction.Example(
                "sluice.text.words('It isn\\'t far.')", "[It, is, n't, far, .]")),
        new SqlFunction(
            "text.count_listed",
            "How often entries of a list occur in a text or an address. The list is words (the"
                + " default), parts, domains, url_words or url_parts, as in the setting"
                + " clean.lists.",
            List.of(TEXT, Parameter.of("list", Kind.TEXTS), Parameter.optional("kind", Kind.TEXT)),
            DataTypes.IntegerType,
            arguments -> LISTS.of(Listed.of(arguments)).count((String) arguments[0]),
            new SqlFunction.Example(
                "sluice.text.count_listed('Click here, click HERE now', array('click here'))",
                "2")),
        new SqlFunction(
            "text.sentences",
            "The sentences of a text; English unless a language is given.",
            List.of(TEXT, LANGUAGE),
            TEXTS,
            arguments -> sentences((String) arguments[0], Language.of((String) arguments[1])),
            new SqlFunction.Example(
                "sluice.text.sentences('It rose. It fell!')", "[It rose., It fell!]")));
  }

  /** A list of entries of one kind. */
  private record Listed(List<?> entries, String kind) {
    static Listed of(Object[] arguments) {
      return new Listed((List<?>) arguments[1], (String) arguments[2]);
    }

    BlockList list() {
      List<String> lines = entries.stream().map(String::valueOf).toList();
      for (BlockList.Kind known : BlockList.Kind.values()) {
        if (kind == null || known.name().equalsIgnoreCase(kind)) {
          return new BlockList(known, lines);
        }
      }
      List<String> known =
          Arrays.stream(BlockList.Kind.values())
              .map(k -> k.name().toLowerCase(Locale.ROOT))
              .toList();
      throw UserError.of(
          "unknown kind of list '" + kind + "'",
          "the nearest is '" + Nearest.to(kind, known) + "'; the kinds are " + known);
    }
  }

  private static String normalize(String text, String form) {
    return (form == null ? Normalizer.USUAL : NORMALIZERS.of(form)).normalize(text);
  }

  private static Normalizer normalizer(String form) {
    for (UnicodeForm known : UnicodeForm.values()) {
      if (known.name().equalsIgnoreCase(form)) {
        return new Normalizer(Repair.ENCODING, known, Spaces.TIDY);
      }
    }
    List<String> known =
        Arrays.stream(UnicodeForm.values()).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    throw UserError.of(
        "unknown Unicode form '" + form + "'",
        "the nearest is '" + Nearest.to(form, known) + "'; the forms are " + known);
  }

  private static Object[] decode(byte[] bytes, String declared) {
    TextDecoder.Decoded decoded = TextDecoder.decode(bytes, declared);
    return new Object[] {decoded.text(), decoded.charset()};
  }

  private static List<String> words(String text, Language language) {
    return SPLITTERS
        .get()
        .computeIfAbsent(language, wanted -> WordSplitter.of(wanted, List.of()))
        .words(text);
  }

  private static List<String> sentences(String text, Language language) {
    return SENTENCES.get().computeIfAbsent(language, Sentences::new).ranges(text).stream()
        .map(range -> text.substring(range.start(), range.end()))
        .toList();
  }
}
