package org.sluice.text.html;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Characters of running text in each element: of text in one piece that stands in no link. */
final class RunningText {
  /** Shorter pieces are labels, dates, names. */
  private static final int SHORTEST = 40;

  private final Map<Element, Integer> characters = new IdentityHashMap<>();

  RunningText(Element root) {
    count(root);
  }

  private int count(Element element) {
    int sum = 0;
    for (Node child : element.childNodes()) {
      if (child instanceof TextNode text) {
        int length = text.text().strip().length();
        sum += length >= SHORTEST ? length : 0;
      } else if (child instanceof Element inner && !inner.normalName().equals("a")) {
        sum += count(inner);
      }
    }
    characters.put(element, sum);
    return sum;
  }

  int of(Element element) {
    return characters.getOrDefault(element, 0);
  }
}
