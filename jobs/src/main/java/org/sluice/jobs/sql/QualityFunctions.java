package org.sluice.jobs.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.rules.GopherQuality;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Profile;
import org.sluice.text.rules.Profiles;
import org.sluice.text.rules.Scores;

/**
 * The namespace quality: a function for each profile of rules. Its struct says whether the profile
 * keeps the text, which rule refuses it by which number, and then has every score by its name.
 */
final class QualityFunctions {
  private static final Recent<Setup, Judge> JUDGES = new Recent<>(Setup::judge);
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.of("text", Kind.TEXT),
          Parameter.optional("language", Kind.TEXT),
          Parameter.optional("limits", Kind.LIMITS));
  private static final String ALPHA_WORDS = "alpha_words_ratio";
  private static final String ALPHA = "alpha_ratio";
  private static final String SAMPLE = "'The cat sat on the mat.'";

  /** Those that have nothing against the sample. */
  private static final Set<String> KEEPING =
      Set.of("quality.gopher_repetition_dclm", "quality.refinedweb_lines", "quality.signals");

  private QualityFunctions() {}

  private record Setup(String profile, Map<?, ?> limits) {
    Judge judge() {
      Map<String, Double> changes = new TreeMap<>();
      limits.forEach((name, limit) -> changes.put((String) name, (Double) limit));
      return Judge.of(List.of(profile), Map.of(profile, changes));
    }
  }

  static List<SqlFunction> all() {
    List<SqlFunction> all = new ArrayList<>();
    all.add(gopher());
    names().forEach((profile, name) -> all.add(of(Profiles.named(profile), name)));
    return all;
  }

  /** Profiles to functions; the first of several with one name before the @ needs no more. */
  static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Profile profile : Profiles.all()) {
      String shorter = profile.name().split("@", 2)[0];
      String name = taken.add(shorter) ? shorter : profile.name();
      names.put(profile.name(), "quality." + name.replaceAll("[-@]", "_"));
    }
    return names;
  }

  /** Gopher's rules under the short name that users try first. */
  private static SqlFunction gopher() {
    GopherQuality profile = GopherQuality.DATATROVE;
    int alpha = profile.scoreNames().indexOf(ALPHA_WORDS);
    return new SqlFunction(
        "quality.gopher",
        "gopher_quality with one field more, " + ALPHA + ", a short name of " + ALPHA_WORDS + ".",
        PARAMETERS,
        result(profile).add(ALPHA, DataTypes.DoubleType),
        arguments -> {
          List<Object> parts = new ArrayList<>(judge(profile, arguments));
          parts.add(parts.get(4 + alpha));
          return parts.toArray();
        },
        new SqlFunction.Example(
            "round(sluice.quality.gopher(" + SAMPLE + ").alpha_ratio, 3)", "0.857"));
  }

  private static SqlFunction of(Profile profile, String name) {
    return new SqlFunction(
        name,
        "The judgement of the profile `"
            + profile.name()
            + "`; the third argument changes limits"
            + (profile.rewrites()
                ? "; changed_text is what it makes of a text that it keeps."
                : "."),
        PARAMETERS,
        result(profile),
        arguments -> judge(profile, arguments).toArray(),
        new SqlFunction.Example(
            "sluice." + name + "(" + SAMPLE + ").keep", Boolean.toString(KEEPING.contains(name))));
  }

  private static StructType result(Profile profile) {
    StructType result =
        new StructType()
            .add("keep", DataTypes.BooleanType)
            .add("reason", DataTypes.StringType)
            .add("measured", DataTypes.DoubleType)
            .add("threshold", DataTypes.DoubleType);
    for (String score : profile.scoreNames()) {
      result = result.add(score, DataTypes.DoubleType);
    }
    return profile.rewrites() ? result.add("changed_text", DataTypes.StringType) : result;
  }

  private static List<Object> judge(Profile profile, Object[] arguments) {
    Map<?, ?> limits = arguments[2] == null ? Map.of() : (Map<?, ?>) arguments[2];
    Judgement judgement =
        JUDGES
            .of(new Setup(profile.name(), limits))
            .judge((String) arguments[0], (String) arguments[1])
            .get(0);
    List<Object> parts = new ArrayList<>();
    parts.add(judgement.keep());
    parts.add(judgement.reason());
    parts.add(number(judgement.measured()));
    parts.add(number(judgement.threshold()));
    Scores scores = judgement.scores();
    for (int i = 0; i < scores.names().size(); i++) {
      parts.add(number(scores.value(i)));
    }
    if (profile.rewrites()) {
      parts.add(judgement.text());
    }
    return parts;
  }

  /** A measure that is not defined for a text is null. */
  private static Double number(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }
}
