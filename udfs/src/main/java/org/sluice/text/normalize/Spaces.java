package org.sluice.text.normalize;

/** What happens to white space. */
public enum Spaces {
  KEEP,
  /**
   * Every line end becomes a line feed and at most two stand in a row; every other white space
   * becomes a blank and, inside a line, one blank; none is left at line ends and at both ends of
   * the text. Indentation stays.
   */
  TIDY
}
