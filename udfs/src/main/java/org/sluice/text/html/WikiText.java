package org.sluice.text.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a page in MediaWiki's markup: templates, tables, references, files and categories are
 * left out, links become their words, headings lines of their own. One pass for what nests, so the
 * time is linear in the text.
 */
public final class WikiText {
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?(-->|$)");
  private static final Pattern REFERENCE =
      Pattern.compile("(?is)<ref\\b[^<>]*/>|<ref\\b[^<>]*>.*?(</ref>|$)");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?is)<(math|gallery|timeline|syntaxhighlight|source|score|imagemap)\\b[^<>]*>.*?"
              + "(</\\1>|$)");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
  private static final Pattern OUTER_LINK =
      Pattern.compile("\\[(?:https?:)?//[^\\s\\[\\]]++(?: ([^\\[\\]\\n]*+))?]");
  private static final Pattern QUOTES = Pattern.compile("'{2,5}");
  private static final Pattern HEADING = Pattern.compile("(?m)^(={1,6})([^\\n]*?)\\1[ \\t]*$");
  private static final Pattern BULLET = Pattern.compile("(?m)^[*#:;]+\\s*");
  private static final Pattern MAGIC = Pattern.compile("__[A-Z]+__");
  private static final Pattern NAMESPACE =
      Pattern.compile(
          "(?i)(file|image|category|media|datei|bild|kategorie|fichier|catégorie|文件|分类|分類"
              + "|ファイル|カテゴリ|файл|категория|archivo|categoría|plik|kategoria) *:.*",
          Pattern.DOTALL);
  private static final Pattern BLANK_LINES = Pattern.compile("\\n{3,}");

  private WikiText() {}

  /** The text of a page. */
  public static String plain(String page) {
    String text = COMMENT.matcher(page).replaceAll("");
    text = LEFT_OUT.matcher(REFERENCE.matcher(text).replaceAll("")).replaceAll("");
    text = links(withoutNested(text));
    text = OUTER_LINK.matcher(text).replaceAll(link -> quoted(link.group(1)));
    text = QUOTES.matcher(TAG.matcher(text).replaceAll("")).replaceAll("");
    text = HEADING.matcher(text).replaceAll("$2");
    text = MAGIC.matcher(BULLET.matcher(text).replaceAll("")).replaceAll("");
    text =
        text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    StringBuilder lines = new StringBuilder(text.length());
    text.lines().forEach(line -> lines.append(line.strip()).append('\n'));
    return BLANK_LINES.matcher(lines).replaceAll("\n\n").strip();
  }

  private static String quoted(String words) {
    return words == null ? "" : Matcher.quoteReplacement(words);
  }

  /** Without {{templates}} and {| tables |}, which hold each other. */
  private static String withoutNested(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int depth = 0;
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("{{", i) || text.startsWith("{|", i)) {
        depth++;
        i += 2;
      } else if (depth > 0 && (text.startsWith("}}", i) || text.startsWith("|}", i))) {
        depth--;
        i += 2;
      } else {
        if (depth == 0) {
          out.append(text.charAt(i));
        }
        i++;
      }
    }
    return out.toString();
  }

  /** [[page|words]] becomes words; files and categories go, with the links in their captions. */
  private static String links(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      if (!text.startsWith("[[", i)) {
        out.append(text.charAt(i++));
        continue;
      }
      int end = linkEnd(text, i);
      if (end < 0) {
        out.append(text, i, text.length());
        break;
      }
      String link = text.substring(i + 2, end);
      if (!NAMESPACE.matcher(link.startsWith(":") ? "" : link).matches()) {
        out.append(link.substring(link.lastIndexOf('|') + 1));
      }
      i = end + 2;
    }
    return out.toString();
  }

  private static int linkEnd(String text, int from) {
    int depth = 0;
    for (int i = from; i + 1 < text.length(); i++) {
      if (text.startsWith("[[", i)) {
        depth++;
        i++;
      } else if (text.startsWith("]]", i)) {
        depth--;
        if (depth == 0) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
