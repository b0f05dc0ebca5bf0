package org.sluice.text.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** The text of an element, a line for each block, without blocks that are no part of the text. */
final class Blocks {
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "font", "i", "img", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s",
          "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
          "wbr");
  private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

  /** Lines that stand in articles and are none of their text. */
  private static final Pattern NOISE =
      Pattern.compile(
          "(?i)(advert(isement)?|advertising|this slideshow requires.*|sponsored|story continues below.*|continue reading.*"
              + "|read more\\b.*|read also\\b.*|also read\\b.*|see also\\b.*|related( articles?|"
              + " stories| posts)?:?.*|recommended( for you)?:?|share(:?| this.{0,40}| (on|via|with|to) .{0,40})|tweet|follow us"
              + ".*|sign up (for|to) .*|subscribe (to|now).*|click here.*|loading\\W*|photo:.*"
              + "|image:.*|\\(?(photo|image|picture) (by|credit|courtesy).*|©.*|copyright .*"
              + "|all rights reserved.*|leave a (comment|reply).*|\\d+ comments?|comments?"
              + "|print|e-?mail|by [\\p{Lu}][\\p{L}.'’-]+( [\\p{Lu}][\\p{L}.'’-]+){1,3})");

  private static final int LONGEST_NOISE = 120;

  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private boolean heading;
  private final List<Boolean> isHeading = new ArrayList<>();

  /** Null where blocks of links stay. */
  private final PageText page;

  /** Inline elements that hold a block, and so are set like one. */
  private final Set<Element> holders = Collections.newSetFromMap(new IdentityHashMap<>());

  private Blocks(PageText page) {
    this.page = page;
  }

  /** Without blocks that are no part of the text. */
  static String of(Element main, PageText page) {
    return new Blocks(page).read(main).joined();
  }

  /** With blocks that are no part of the text too. */
  static String everything(Element body) {
    return String.join("\n", new Blocks(null).read(body).lines);
  }

  private Blocks read(Element root) {
    findHolders(root);
    walk(root);
    end();
    return this;
  }

  private void walk(Element element) {
    for (Node child : element.childNodes()) {
      if (child instanceof TextNode text) {
        line.append(text.getWholeText());
      } else if (child instanceof Element inner) {
        element(inner);
      }
    }
  }

  private void element(Element inner) {
    String name = inner.normalName();
    if (INLINE.contains(name) && !holders.contains(inner)) {
      walk(inner);
      return;
    }
    if (name.equals("pre")) {
      end();
      lines.add(inner.wholeText().stripTrailing());
      isHeading.add(false);
      return;
    }
    if (name.equals("br")) {
      end();
      return;
    }
    if (page != null && isLinks(inner)) {
      end();
      return;
    }
    if (name.equals("td") || name.equals("th")) {
      line.append(' ');
      walk(inner);
      line.append(' ');
      return;
    }
    end();
    heading = HEADINGS.contains(name);
    walk(inner);
    end();
    heading = false;
  }

  /** Finds the inline elements that hold a block; answers whether one is in this element. */
  private boolean findHolders(Element element) {
    boolean holds = false;
    for (Node child : element.childNodes()) {
      if (child instanceof Element inner) {
        boolean inside = findHolders(inner);
        holds |= inside || !INLINE.contains(inner.normalName());
      }
    }
    if (holds && INLINE.contains(element.normalName())) {
      holders.add(element);
    }
    return holds;
  }

  /** Whether a block is mostly links: a list of other pages. */
  private boolean isLinks(Element block) {
    boolean isList = block.normalName().equals("ul") || block.normalName().equals("ol");
    double most = isList ? 0.6 : page.length(block) < 80 ? 0.75 : 0.9;
    return page.linkShare(block) > most;
  }

  private void end() {
    String text = line.toString().replaceAll("[\\s\\u00a0]+", " ").strip();
    line.setLength(0);
    if (text.isEmpty() || text.length() <= LONGEST_NOISE && NOISE.matcher(text).matches()) {
      return;
    }
    lines.add(text);
    isHeading.add(heading);
  }

  /** Headings at the end, and the page's own title at the beginning, are headings of nothing. */
  private String joined() {
    int last = lines.size();
    while (last > 0 && isHeading.get(last - 1)) {
      last--;
    }
    int first = 0;
    while (first < last && isHeading.get(first)) {
      first++;
    }
    return String.join("\n", lines.subList(first, last));
  }
}
