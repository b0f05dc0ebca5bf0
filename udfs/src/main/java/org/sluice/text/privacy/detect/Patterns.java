package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The expressions of {@link PatternDetector} by entity. {@code (?<!} and {@code (?!} are borders.
 */
final class Patterns {
  private static final String BEFORE = "(?<![A-Za-z0-9_])";
  private static final String AFTER = "(?![A-Za-z0-9_])";

  /** Provinces on number plates of China. */
  private static final String PROVINCES = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]";

  private static final Map<String, String> HELP = new TreeMap<>();
  private static final Map<String, List<PatternDetector.Rule>> RULES = new TreeMap<>();

  static {
    add(
        "URL",
        "web address",
        rule(
            "(?i)" + BEFORE + "((?:https?|ftp)://[^\\s<>\"'）】，。]{3,2000}[^\\s<>\"'.,;:!?)\\]）】，。])",
            0.95),
        rule(
            "(?i)"
                + BEFORE
                + "(www\\.[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,5}(?:/[^\\s<>\"']{0,1000})?)"
                + AFTER,
            0.9));
    add(
        "MAC",
        "hardware address of a network card",
        rule(
            BEFORE
                + "(?<![:-])([0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\\2){4}[0-9A-Fa-f]{2})(?![:-])"
                + AFTER,
            0.95));
    add(
        "CRYPTO",
        "Bitcoin (base58check, bech32) or Ethereum address",
        new PatternDetector.Rule(
            pattern(BEFORE + "([13][1-9A-HJ-NP-Za-km-z]{25,34})" + AFTER), 1.0, Coins::isBase58),
        new PatternDetector.Rule(
            pattern(BEFORE + "(bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71})" + AFTER),
            1.0,
            Coins::isBech32),
        rule(BEFORE + "(0x[0-9a-fA-F]{40})" + AFTER, 0.9));
    add(
        "API_KEY",
        "access key, token or password in text or an address",
        rule(BEFORE + "((?:AKIA|ASIA)[0-9A-Z]{16})" + AFTER, 0.95),
        rule(
            BEFORE + "(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})" + AFTER,
            0.99),
        rule(BEFORE + "(xox[abprs]-[A-Za-z0-9-]{10,200})" + AFTER, 0.95),
        rule(
            BEFORE + "(sk-[A-Za-z0-9_-]{20,200}|[sp]k_(?:live|test)_[A-Za-z0-9]{16,100})" + AFTER,
            0.95),
        rule(BEFORE + "(AIza[A-Za-z0-9_-]{35})" + AFTER, 0.98),
        rule(BEFORE + "(hf_[A-Za-z0-9]{30,60}|glpat-[A-Za-z0-9_-]{20,60})" + AFTER, 0.95),
        rule(
            BEFORE
                + "(eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,2000})",
            0.98),
        rule(
            "(?i)(?:api[_-]?key|secret|access[_-]?token|password|passwd|token|密钥|密码)[\"']?\\s{0,2}[:=：]\\s{0,2}[\"']?([^\\s\"'&<>，。]{8,200})",
            0.8));
    add(
        "PASSPORT",
        "passport number named as one, or in the form of China's",
        rule(
            "(?i)(?:passport|pasaporte|passeport|reisepass|护照)(?:[ a-z号码编是为.:#：-]{0,20}?)"
                + "([A-Z]{0,2}[0-9]{6,9})"
                + AFTER,
            0.9),
        rule(BEFORE + "((?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}))" + AFTER, 0.6));
    add(
        "PLATE",
        "vehicle number plate: of China, or named as one",
        rule(
            "("
                + PROVINCES
                + "[A-HJ-NP-Z][·• ]?(?:[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))"
                + AFTER,
            0.95),
        rule(
            "(?i)(?:licen[cs]e plate|number plate|plate number|registration plate|车牌号?码?|kennzeichen)(?: is| no\\.?| number)?[ :：为是#-]{1,4}([A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5})"
                + AFTER,
            0.85));
    add(
        "QQ",
        "QQ number named as one",
        rule(
            "(?i)(?:qq|扣扣) ?(?:号码?|群号?|[ -]?number)?(?: is)?[ :：是为#]{0,4}([1-9][0-9]{4,10})"
                + AFTER,
            0.95));
    add(
        "WECHAT",
        "WeChat name named as one",
        rule(
            "(?i)(?:微信号?|we ?chat(?: id)?|weixin|vx|加微)(?: is)?[ :：是为]{1,4}([A-Za-z][A-Za-z0-9_-]{5,19}|1[3-9][0-9]{9})"
                + AFTER,
            0.9));
  }

  private Patterns() {}

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression);
  }

  private static PatternDetector.Rule rule(String expression, double score) {
    return PatternDetector.Rule.of(expression, score);
  }

  private static void add(String type, String help, PatternDetector.Rule... rules) {
    HELP.put(type, help);
    RULES.put(type, List.of(rules));
  }

  static Iterable<String> types() {
    return RULES.keySet();
  }

  static String help(String type) {
    return HELP.get(type);
  }

  static Detector detector(String type) {
    return new PatternDetector(type, RULES.get(type));
  }
}
