package org.sluice.pipelines.recipe;

/** The part of a page that is made from the code, between two marks that stay. */
record GeneratedPart(String begin, String end) {
  /**
   * The page with the part as it has to be.
   *
   * @throws IllegalArgumentException when a mark is missing, or they stand in the wrong order
   */
  String renewed(String page, String content) {
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the page lacks the mark " + (from < 0 ? begin : end));
    }
    return page.substring(0, from + begin.length()) + "\n" + content + page.substring(to);
  }
}
