package org.sluice.pipelines.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {
  private Numbers() {}

  /** 1,234,567. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** 12.3 %, with no more digits than mean something. */
  static String share(double share) {
    double percent = 100 * share;
    String format = percent == Math.rint(percent) || percent >= 99.95 ? "%.0f %%" : "%.1f %%";
    return String.format(Locale.ROOT, format, percent);
  }

  /** Three significant digits, without trailing zeros; powers of ten where zeros would pile up. */
  public static String value(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (size >= 1e6 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.2e", value)
          .replaceFirst("\\.?0*e", "e")
          .replaceFirst("e([-+])0*", "e$1")
          .replace("e+", "e");
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
