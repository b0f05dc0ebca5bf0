package org.sluice.text.html;

import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * The main text of a web page: what stands in its article, post or body, without navigation,
 * advertisements, teasers and comments. A paragraph, heading or list item is a line.
 *
 * <p>In the way of Readability and Trafilatura: parts whose names tell that they are something else
 * are cut, the element that holds most of the running text is found by scores that paragraphs give
 * to the elements around them, and blocks in it that are mostly links are left out.
 *
 * @param title the page's title; empty when it has none
 * @param text the main text; empty when the page has none
 * @param language the language that the page declares, such as "en"; empty when it declares none
 */
public record MainText(String title, String text, String language) {
  /** Elements below this depth are taken as children of it, so that no page exhausts the stack. */
  private static final int DEEPEST = 256;

  /** Longer pages are cut here: what is behind is hardly text. */
  private static final int LONGEST = 20_000_000;

  private static final int SHORTEST_STATED = 250;

  /** The main text of a page. */
  public static MainText of(String html) {
    String page = html.length() > LONGEST ? html.substring(0, LONGEST) : html;
    Document document = Jsoup.parse(page, "", Parser.htmlParser().setMaxDepth(DEEPEST));
    String language = document.select("html").attr("lang");
    String title = title(document);
    Optional<String> stated = StatedArticle.of(document);
    Clutter.remove(document);
    PageText shown = new PageText(document.body());
    Element main = MainElement.of(document.body(), shown);
    String text = main == null ? "" : Blocks.of(main, shown);
    return new MainText(title, better(text, stated), language);
  }

  /** All text that a page shows, or a piece of HTML. */
  public static MainText everything(String html) {
    String page = html.length() > LONGEST ? html.substring(0, LONGEST) : html;
    Document document = Jsoup.parse(page, "", Parser.htmlParser().setMaxDepth(DEEPEST));
    String language = document.select("html").attr("lang");
    String title = title(document);
    document.select("script, style, noscript, template").remove();
    return new MainText(title, Blocks.everything(document.body()), language);
  }

  /**
   * What the page states as its article in metadata is taken when it is much more than what was
   * found, as on pages that fill themselves in by script.
   */
  private static String better(String found, Optional<String> stated) {
    return stated
        .filter(text -> text.length() >= SHORTEST_STATED && text.length() > 2 * found.length())
        .orElse(found);
  }

  private static String title(Document document) {
    String shared = document.select("meta[property=og:title]").attr("content").strip();
    return shared.isEmpty() ? document.title().strip() : shared;
  }
}
