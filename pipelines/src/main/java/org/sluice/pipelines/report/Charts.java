package org.sluice.pipelines.report;

/** What all charts share: a frame with a title and a description for those who do not see it. */
public final class Charts {
  /** Units of the drawing; the page scales it. */
  public static final int WIDTH = 720;

  private Charts() {}

  /** Opens the drawing; the caller draws and closes it. */
  static void open(Markup page, int width, int height, String title, String description) {
    String titleId = page.id();
    String descriptionId = page.id();
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "width",
        width,
        "height",
        height,
        "role",
        "img",
        "aria-labelledby",
        titleId + " " + descriptionId);
    page.leaf("title", title, "id", titleId).leaf("desc", description, "id", descriptionId);
  }

  /** A text; {@code anchor} is the side of it that lies at x. */
  public static void label(
      Markup page, double x, double y, String kind, String anchor, String text) {
    page.leaf("text", text, "x", x, "y", y, "class", kind, "text-anchor", anchor);
  }

  /** A straight line in the style {@code kind}. */
  public static void line(Markup page, double x1, double y1, double x2, double y2, String kind) {
    page.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", kind);
  }

  /** A bar; one that stands for something is at least one unit long. */
  public static void bar(
      Markup page, double x, double y, double width, double height, String kind) {
    page.empty(
        "rect",
        "x",
        x,
        "y",
        y,
        "width",
        Math.max(0, width),
        "height",
        Math.max(0, height),
        "rx",
        "2",
        "class",
        kind);
  }
}
