package org.sluice.text.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordPunctTest {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

  private static List<String> byExpression(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = EXPRESSION.matcher(text);
    while (word.find()) {
      words.add(word.group());
    }
    return words;
  }

  @Test
  void cutsWordsAndPunctuation() {
    assertThat(WordPunct.words("Don't stop... 3.5% (now)\n"))
        .containsExactly("Don", "'", "t", "stop", "...", "3", ".", "5", "%", "(", "now", ")");
    assertThat(WordPunct.words("")).isEmpty();
  }

  @Test
  void takesEveryCharacterAsTheExpressionDoes() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = "a" + Character.toString(c) + "!";
      assertThat(WordPunct.words(text)).as("U+%04X", c).isEqualTo(byExpression(text));
    }
  }
}
