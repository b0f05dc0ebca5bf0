package org.sluice.text.html;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.sluice.text.normalize.LowerCase;

/** Finds the element of a page that holds its text. */
final class MainElement {
  private static final int SHORTEST_PARAGRAPH = 25;
  private static final Pattern GOOD_NAMES =
      Pattern.compile(
          "article|story|post|entry|content|body|main|text|blog|news|hentry|mw-parser-output");
  private static final Pattern BAD_NAMES =
      Pattern.compile("comment|footer|sidebar|widget|related|list|nav|header|promo|teaser|card");
  private static final Set<String> LEVELS =
      Set.of("p", "pre", "blockquote", "td", "div", "section");

  /** How far above the best element another one may take over, as a share of its score. */
  private static final double NEARLY = 0.8;

  /** An article around the best element with so many times its text holds more parts of it. */
  private static final double MORE = 1.25;

  private MainElement() {}

  /** The main element; null when the page holds no running text. {@code page} is the body's. */
  static Element of(Element body, PageText page) {
    Map<Element, Double> scores = new IdentityHashMap<>();
    for (Element element : body.getAllElements()) {
      if (LEVELS.contains(element.normalName()) && holdsText(element)) {
        give(element, page, scores);
      }
    }
    Element best = null;
    double most = 0;
    for (Element element : body.getAllElements()) { // in the order of the page
      Double score = scores.get(element);
      if (score != null) {
        double worth = score * (1 - page.linkShare(element)) * nameFactor(element);
        scores.put(element, worth);
        if (worth > most) {
          most = worth;
          best = element;
        }
      }
    }
    return best == null
        ? (page.length(body) == 0 ? null : body)
        : widen(best, most, scores, new RunningText(body));
  }

  /** Whether an element holds text itself, and not only in elements of its own. */
  private static boolean holdsText(Element element) {
    if (!element.normalName().equals("div") && !element.normalName().equals("section")) {
      return true;
    }
    int own = 0;
    for (Node child : element.childNodes()) {
      if (child instanceof TextNode text) {
        own += text.text().strip().length();
      }
    }
    return own >= SHORTEST_PARAGRAPH;
  }

  private static void give(Element paragraph, PageText page, Map<Element, Double> scores) {
    int length = page.length(paragraph);
    if (length < SHORTEST_PARAGRAPH) {
      return;
    }
    double worth =
        (1 + page.commas(paragraph) + Math.min(length / 100.0, 3))
            * (1 - page.linkShare(paragraph));
    boolean isBlock = !paragraph.normalName().equals("p");
    Element around = isBlock ? paragraph : paragraph.parent();
    double share = 1;
    for (int level = 0; around != null && level < 5; level++) {
      scores.merge(around, worth * share, Double::sum);
      share = level == 0 ? 0.7 : share * 0.6;
      around = around.parent();
    }
  }

  private static double nameFactor(Element element) {
    if (element.attr("itemprop").equals("articleBody")) {
      return 2;
    }
    double factor = element.normalName().equals("article") ? 1.3 : 1;
    String names = LowerCase.of(element.className() + " " + element.id());
    if (GOOD_NAMES.matcher(names).find()) {
      factor *= 1.25;
    }
    if (BAD_NAMES.matcher(names).find()) {
      factor *= 0.7;
    }
    return factor;
  }

  /** Takes an element around the best one that is nearly as good: it holds the article's rest. */
  private static Element widen(
      Element best, double most, Map<Element, Double> scores, RunningText running) {
    Element chosen = best;
    Element around = best.parent();
    while (around != null && !around.normalName().equals("html")) {
      if (scores.getOrDefault(around, 0.0) >= NEARLY * most) {
        chosen = around;
      }
      around = around.parent();
    }
    Element article = chosen.closest("article");
    boolean holdsMore = article != null && running.of(article) > MORE * running.of(chosen);
    return holdsMore ? article : chosen;
  }
}
