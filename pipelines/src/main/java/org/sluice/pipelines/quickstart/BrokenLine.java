package org.sluice.pipelines.quickstart;

/** Ways in which a line of JSON can be broken; each must end in the table of rejects. */
enum BrokenLine {
  /** The writer was stopped in the middle. */
  TRUNCATED {
    @Override
    String apply(String json) {
      return json.substring(0, json.length() / 2);
    }
  },
  /** Two writers wrote at once. */
  TORN {
    @Override
    String apply(String json) {
      return json.substring(json.length() / 3);
    }
  },
  /** A line of something else: a log, a page. */
  NO_JSON {
    @Override
    String apply(String json) {
      return "<html><body>502 Bad Gateway</body></html>";
    }
  },
  /** A quotation mark that nobody escaped. */
  BARE_QUOTE {
    @Override
    String apply(String json) {
      return json.replaceFirst(" the ", " the \" ");
    }
  };

  abstract String apply(String json);

  static BrokenLine of(int number) {
    return values()[Math.floorMod(number, values().length)];
  }
}
