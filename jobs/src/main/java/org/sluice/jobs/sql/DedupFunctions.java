package org.sluice.jobs.sql;

import java.util.ArrayList;
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
import org.sluice.text.dedup.ContentHash;
import org.sluice.text.dedup.LineKeys;
import org.sluice.text.dedup.MinHash;
import org.sluice.text.dedup.SimHash;

/** The namespace dedup: what duplicates have in common. */
final class DedupFunctions {
  private static final Recent<Setup, MinHash> HASHES =
      new Recent<>(setup -> new MinHash(setup.ngram, setup.bands, setup.rows, setup.seed));
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.LongType, false);
  private static final List<Parameter> SIGNED =
      List.of(
          Parameter.of("text", Kind.TEXT),
          Parameter.optional("language", Kind.TEXT),
          Parameter.optional("ngram", Kind.NUMBER),
          Parameter.optional("bands", Kind.NUMBER),
          Parameter.optional("rows", Kind.NUMBER),
          Parameter.optional("seed", Kind.NUMBER));
  private static final StructType PART =
      new StructType().add("piece", DataTypes.StringType).add("key", DataTypes.LongType);
  private static final ThreadLocal<Map<LineKeys.Level, LineKeys>> PARTS =
      ThreadLocal.withInitial(() -> new EnumMap<>(LineKeys.Level.class));
  private static final Recent<Integer, SimHash> SIM_HASHES =
      new Recent<>(ngram -> new SimHash(ngram, 4, 3));
  private static final String FIRST = "'Shares of the bank rose by a tenth on Monday morning'";
  private static final String SECOND = "'Shares of the bank rose by a tenth on Monday evening'";

  private DedupFunctions() {}

  /** What a signature is made by; the defaults are those of the step dedup. */
  private record Setup(int ngram, int bands, int rows, int seed) {
    static Setup of(Object[] arguments) {
      return new Setup(
          number(arguments[2], 5),
          number(arguments[3], 14),
          number(arguments[4], 8),
          number(arguments[5], 1));
    }

    private static int number(Object given, int otherwise) {
      return given == null ? otherwise : (Integer) given;
    }
  }

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "dedup.minhash",
            "The MinHash signature of a text, bands x rows numbers equal to datatrove's; empty when"
                + " it has fewer words than a shingle. Defaults: English, 5 words a shingle, 14"
                + " bands of 8 rows, seed 1.",
            SIGNED,
            NUMBERS,
            DedupFunctions::signature,
            new SqlFunction.Example("size(sluice.dedup.minhash(" + FIRST + "))", "112")),
        new SqlFunction(
            "dedup.band_keys",
            "One number a band of the signature: two texts that share one at the same band are"
                + " candidates. Arguments as minhash.",
            SIGNED,
            NUMBERS,
            arguments -> HASHES.of(Setup.of(arguments)).bandKeys(signature(arguments)),
            new SqlFunction.Example("size(sluice.dedup.band_keys(" + FIRST + "))", "14")),
        new SqlFunction(
            "dedup.similarity",
            "The share of equal numbers of two signatures, an estimate of the Jaccard index of"
                + " their shingles.",
            List.of(Parameter.of("signature", Kind.NUMBERS), Parameter.of("other", Kind.NUMBERS)),
            DataTypes.DoubleType,
            arguments -> similarity((List<?>) arguments[0], (List<?>) arguments[1]),
            new SqlFunction.Example(
                "round(sluice.dedup.similarity(sluice.dedup.minhash("
                    + FIRST
                    + "), sluice.dedup.minhash("
                    + SECOND
                    + ")), 2)",
                "0.77")),
        new SqlFunction(
            "dedup.simhash",
            "64 bits, alike for like texts; NULL when it has fewer words than a shingle. Defaults:"
                + " English, 5 words a shingle.",
            SIGNED.subList(0, 3),
            DataTypes.LongType,
            DedupFunctions::simHash,
            new SqlFunction.Example(
                "bit_count(sluice.dedup.simhash("
                    + FIRST
                    + ") ^ sluice.dedup.simhash("
                    + SECOND
                    + ")) < 32",
                "true")),
        new SqlFunction(
            "dedup.parts",
            "The parts of a text that are sought elsewhere: line (the default), paragraph or"
                + " sentences, three in a row from this one on. Equal keys say the same; the key is"
                + " 0 for what is never a duplicate and NULL where no span begins.",
            List.of(Parameter.of("text", Kind.TEXT), Parameter.optional("level", Kind.TEXT)),
            DataTypes.createArrayType(PART, false),
            arguments -> parts((String) arguments[0], (String) arguments[1]),
            new SqlFunction.Example(
                "array_distinct(transform(sluice.dedup.parts('Read more\\nread more\\nShares'),"
                    + " p -> trim('\\n', p.piece)))",
                "[Read more, read more, Shares]")),
        new SqlFunction(
            "dedup.content_hash",
            "32 hexadecimal digits, equal for texts that differ in nothing but white space.",
            List.of(Parameter.of("text", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> ContentHash.of((String) arguments[0]).hex(),
            new SqlFunction.Example(
                "sluice.dedup.content_hash('a b') = sluice.dedup.content_hash(' a  b')", "true")));
  }

  private static long[] signature(Object[] arguments) {
    return HASHES.of(Setup.of(arguments)).signature((String) arguments[0], (String) arguments[1]);
  }

  private static Long simHash(Object[] arguments) {
    int ngram = arguments[2] == null ? 5 : (Integer) arguments[2];
    long[] hash = SIM_HASHES.of(ngram).hash((String) arguments[0], (String) arguments[1]);
    return hash.length == 0 ? null : (Long) hash[0];
  }

  private static List<Object[]> parts(String text, String name) {
    LineKeys.Level level = level(name);
    LineKeys.Parts found = PARTS.get().computeIfAbsent(level, LineKeys::new).of(text);
    List<Object[]> parts = new ArrayList<>();
    for (int i = 0; i < found.pieces().size(); i++) {
      Long key = i < found.keys().length ? (Long) found.keys()[i] : null;
      parts.add(new Object[] {found.pieces().get(i), key});
    }
    return parts;
  }

  private static LineKeys.Level level(String name) {
    for (LineKeys.Level known : LineKeys.Level.values()) {
      if (name == null || known.name().equalsIgnoreCase(name)) {
        return known;
      }
    }
    List<String> known =
        Arrays.stream(LineKeys.Level.values()).map(l -> l.name().toLowerCase(Locale.ROOT)).toList();
    throw UserError.of(
        "unknown level '" + name + "'",
        "the nearest is '" + Nearest.to(name, known) + "'; the levels are " + known);
  }

  private static double similarity(List<?> one, List<?> other) {
    if (one.size() != other.size() && !one.isEmpty() && !other.isEmpty()) {
      throw UserError.of(
          "signatures of " + one.size() + " and " + other.size() + " numbers cannot be compared",
          "make both with the same bands and rows");
    }
    if (one.isEmpty() || other.isEmpty()) {
      return 0;
    }
    return MinHash.similarity(longs(one), longs(other));
  }

  private static long[] longs(List<?> numbers) {
    return numbers.stream().mapToLong(number -> (Long) number).toArray();
  }
}
