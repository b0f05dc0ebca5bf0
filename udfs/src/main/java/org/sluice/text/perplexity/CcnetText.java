package org.sluice.text.perplexity;

import java.util.HashMap;
import java.util.Map;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.rules.Document;

/**
 * A text as cc_net brings it to SentencePiece and to KenLM: trimmed, in lower case, without
 * accents, each digit as 0, punctuation in ASCII, control characters taken out. Line breaks are
 * such characters, so the last word of a line runs into the first one of the next.
 */
final class CcnetText {
  private static final Map<Integer, String> PUNCTUATION = new HashMap<>();

  static {
    to(",", "，、");
    to(".", "。");
    to("\"", "„”“«»」「《》");
    to("'", "´’");
    to(":", "∶：");
    to("?", "？");
    to("!", "！");
    to("(", "（");
    to(")", "）");
    to(";", "；");
    to("-", "–━►");
    to(" - ", "—");
    to(". ", "．");
    to("~", "～");
    to("...", "…");
    to("<", "〈");
    to(">", "〉");
    to("[", "【");
    to("]", "】");
    to("%", "％");
  }

  private CcnetText() {}

  private static void to(String plain, String marks) {
    marks.codePoints().forEach(mark -> PUNCTUATION.put(mark, plain));
  }

  static String normalized(String text) {
    String lower = LowerCase.of(Document.strip(text));
    StringBuilder out = new StringBuilder(lower.length());
    UnicodeForm.NFD.apply(lower).codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    int type = Character.getType(c);
    if (type == Character.DECIMAL_DIGIT_NUMBER) {
      out.append('0');
    } else if (type != Character.NON_SPACING_MARK && type != Character.CONTROL) {
      String plain = PUNCTUATION.get(c);
      if (plain == null) {
        out.appendCodePoint(c);
      } else {
        out.append(plain);
      }
    }
  }
}
