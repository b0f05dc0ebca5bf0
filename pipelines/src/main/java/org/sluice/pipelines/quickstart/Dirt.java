package org.sluice.pipelines.quickstart;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What careless pipelines do to text, all of it to be mended by the cleaning step. */
enum Dirt {
  /** UTF-8 read as Windows-1252: an apostrophe becomes three characters. */
  MOJIBAKE {
    @Override
    String apply(String text, Random random) {
      String quoted = text.replaceFirst(" the group", " the group’s management at the group");
      String curly = quoted.equals(text) ? "“" + text + "”" : quoted;
      return new String(curly.getBytes(StandardCharsets.UTF_8), WINDOWS);
    }
  },
  /** Runs of blanks, no-break blanks, carriage returns, blanks at the ends of lines. */
  BLANKS {
    @Override
    String apply(String text, Random random) {
      StringBuilder dirty = new StringBuilder("  ");
      for (char c : text.toCharArray()) {
        int dice = random.nextInt(30);
        if (c == ' ') {
          dirty.append(dice == 0 ? "   " : dice == 1 ? "\u00A0" : dice == 2 ? "\t" : " ");
        } else {
          dirty.append(c == '\n' ? " \r\n" : String.valueOf(c));
        }
      }
      return dirty.append(" \n\n").toString();
    }
  },
  /** Zero-width and control characters between the words. */
  CONTROLS {
    @Override
    String apply(String text, Random random) {
      StringBuilder dirty = new StringBuilder("\uFEFF");
      for (char c : text.toCharArray()) {
        dirty.append(c);
        if (c == ' ' && random.nextInt(25) == 0) {
          dirty.append(random.nextBoolean() ? '\u200B' : '\u0007');
        }
      }
      return dirty.toString();
    }
  };

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  abstract String apply(String text, Random random);
}
