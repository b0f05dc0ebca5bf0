package org.sluice.pipelines.notebook;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Zeppelin's forms in a paragraph: {@code ${name=default}} and {@code ${name=default,a|b}}. */
final class Forms {
  private static final Pattern FORM = Pattern.compile("\\$\\{([^=}]*)=([^,}]*)[^}]*}");

  private Forms() {}

  /** The paragraph with its forms filled in; the defaults where nothing is given. */
  static String fill(String paragraph, Map<String, String> values) {
    return FORM.matcher(paragraph)
        .replaceAll(
            form -> Matcher.quoteReplacement(values.getOrDefault(form.group(1), form.group(2))));
  }
}
