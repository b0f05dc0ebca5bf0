package org.sluice.text.rules.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.rules.Document;

/** What BigScience's data preparation does to a text before its rules look at it. */
final class RootsText {
  private static final BitSet SPECIAL = special();
  private static final String WHITE_SPACE =
      "\u2009\u200A\u202F\u2005\u3000\u2002\u00A0\u2008\u2003\uFFFC\u0084";
  private static final List<String> UNWANTED = List.of("http", "www", ".com", "href", "//");
  private static final int LONGEST_WORD = 25;

  /** Of its replacements of punctuation one is odd: a full-width 1 becomes a quotation mark. */
  private static final Map<Integer, String> PUNCTUATION =
      Map.ofEntries(
          replaced("，", ","),
          replaced("。", "."),
          replaced("、", ","),
          replaced("„", "\""),
          replaced("”", "\""),
          replaced("“", "\""),
          replaced("«", "\""),
          replaced("»", "\""),
          replaced("１", "\""),
          replaced("」", "\""),
          replaced("「", "\""),
          replaced("《", "\""),
          replaced("》", "\""),
          replaced("´", "'"),
          replaced("∶", ":"),
          replaced("：", ":"),
          replaced("？", "?"),
          replaced("！", "!"),
          replaced("（", "("),
          replaced("）", ")"),
          replaced("；", ";"),
          replaced("–", "-"),
          replaced("—", " - "),
          replaced("．", ". "),
          replaced("～", "~"),
          replaced("’", "'"),
          replaced("…", "..."),
          replaced("━", "-"),
          replaced("〈", "<"),
          replaced("〉", ">"),
          replaced("【", "["),
          replaced("】", "]"),
          replaced("％", "%"),
          replaced("►", "-"));

  private RootsText() {}

  private static Map.Entry<Integer, String> replaced(String from, String to) {
    return Map.entry(from.codePointAt(0), to);
  }

  private static BitSet special() {
    BitSet special = new BitSet();
    String name = "roots-special-characters.txt";
    try (InputStream in = RootsText.class.getResourceAsStream(name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] ends = line.split("-");
        special.set(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[1], 16) + 1);
      }
      return special;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /** One of its special characters: white space, digits, punctuation, symbols, some letters. */
  static boolean isSpecial(int codePoint) {
    return SPECIAL.get(codePoint);
  }

  /** Without white space at its ends, and with one kind of blank. */
  static String tidied(String text) {
    String stripped = Document.strip(text);
    StringBuilder tidied = new StringBuilder(stripped.length());
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      tidied.append(WHITE_SPACE.indexOf(c) < 0 ? c : ' ');
    }
    return tidied.toString();
  }

  /** Without words that look like addresses or are too long; one blank or tab between others. */
  static String withoutAddresses(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<String> cells = new ArrayList<>();
      for (String cell : line.split("\t", -1)) {
        List<String> words = new ArrayList<>();
        for (String word : cell.split(" ")) {
          if (!word.isEmpty() && isWanted(word)) {
            words.add(word);
          }
        }
        if (!words.isEmpty()) {
          cells.add(String.join(" ", words));
        }
      }
      if (!cells.isEmpty()) {
        lines.add(String.join("\t", cells));
      }
    }
    return String.join("\n", lines);
  }

  private static boolean isWanted(String word) {
    String stripped = stripped(word);
    boolean isLong = Document.length(word) > LONGEST_WORD;
    return UNWANTED.stream().noneMatch(stripped::contains)
        && !(isLong && (stripped.isEmpty() || Document.length(stripped) > LONGEST_WORD));
  }

  /** As a SentencePiece model is given it: lower case, digits as 0, plain punctuation. */
  static String normalized(String text) {
    StringBuilder printing = new StringBuilder(text.length());
    text.chars().filter(c -> !isControl(c)).forEach(c -> printing.append((char) c));
    String lower = LowerCase.of(Document.strip(printing.toString()));
    StringBuilder normal = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); ) {
      int c = lower.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isDigit(c)) {
        normal.append('0');
      } else if (WHITE_SPACE.indexOf(c) >= 0) {
        normal.append(' ');
      } else if (PUNCTUATION.containsKey(c)) {
        normal.append(PUNCTUATION.get(c));
      } else {
        normal.appendCodePoint(c);
      }
    }
    return normal.toString();
  }

  private static boolean isControl(int c) {
    return c < ' ' || c >= 0x7F && c < 0xA0;
  }

  /**
   * Words in lower case, without special characters at their ends; what is nothing else is none.
   */
  static List<String> words(List<String> split) {
    List<String> words = new ArrayList<>();
    for (String word : split) {
      String stripped = stripped(LowerCase.of(word));
      if (!stripped.isEmpty()) {
        words.add(stripped);
      }
    }
    return words;
  }

  /** What lies between blanks, tabs and line feeds. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split("[ \n\t]+")) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String stripped(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && isSpecial(word.codePointAt(from))) {
      from += Character.charCount(word.codePointAt(from));
    }
    while (to > from && isSpecial(word.codePointBefore(to))) {
      to -= Character.charCount(word.codePointBefore(to));
    }
    return word.substring(from, to);
  }
}
