package org.sluice.text.html;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * The text of a page with a blank for each run of white space and between blocks, and the stretch
 * of it that each element has: lengths and shares of all elements for one walk over the page,
 * however deep it is nested. Holds for the page as it was when this was made.
 */
final class PageText {
  /** An element's stretch of the text, without blanks at its ends, and its characters in links. */
  private record Stretch(int start, int end, int linked) {}

  private final StringBuilder text = new StringBuilder();
  private final Map<Element, Stretch> stretches = new IdentityHashMap<>();
  private final int[] commas;

  /**
   * Reads a page.
   *
   * @param root the element of which and of whose descendants can be asked
   */
  PageText(Element root) {
    read(root);
    commas = new int[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      commas[i + 1] = commas[i] + (c == ',' || c == '，' || c == '、' ? 1 : 0);
    }
  }

  /** Characters of an element's text. */
  int length(Element element) {
    Stretch stretch = stretches.get(element);
    return stretch.end - stretch.start;
  }

  /** Commas in an element's text, those of Chinese and Japanese too. */
  int commas(Element element) {
    Stretch stretch = stretches.get(element);
    return commas[stretch.end] - commas[stretch.start];
  }

  /** Share of an element's characters that stand in links; a link in a link counts twice. */
  double linkShare(Element element) {
    int length = length(element);
    return length == 0 ? 0 : Math.min(1, stretches.get(element).linked / (double) length);
  }

  /** Appends an element's text, and answers its characters in links. */
  private int read(Element element) {
    boolean isSet = element.isBlock() || element.nameIs("br");
    if (isSet) {
      endWithBlank();
    }
    int start = text.length();
    int linked = 0;
    for (Node child : element.childNodes()) {
      if (child instanceof TextNode words) {
        append(words.text());
      } else if (child instanceof Element inner) {
        linked += read(inner);
      }
    }
    int end = text.length();
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (start < end && text.charAt(end - 1) == ' ') {
      end--;
    }
    linked += element.nameIs("a") ? end - start : 0;
    stretches.put(element, new Stretch(start, end, linked));
    if (isSet) {
      endWithBlank();
    }
    return linked;
  }

  private void append(String words) {
    text.append(words, words.startsWith(" ") && endsWithBlank() ? 1 : 0, words.length());
  }

  private boolean endsWithBlank() {
    return text.length() > 0 && text.charAt(text.length() - 1) == ' ';
  }

  private void endWithBlank() {
    if (!endsWithBlank()) {
      text.append(' ');
    }
  }
}
