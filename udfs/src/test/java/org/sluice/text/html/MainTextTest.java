package org.sluice.text.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.CpuTime;

class MainTextTest {
  private static final String FIRST =
      "The harbour was quiet, and the ships of the night had left with the tide.";
  private static final String SECOND =
      "Nobody on the pier could say, even much later, where the last of them had gone.";

  @Test
  void takesTheArticleAndLeavesWhatStandsAround() {
    String page =
        """
        <html lang="en"><head><title>Ships</title><style>p {}</style></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sea</a></li></ul></nav>
        <div class="sidebar"><p>Ten things to know about harbours, and why they matter so.</p></div>
        <article><h1>Ships</h1><div class="byline">By A. Writer</div>
        <p>%s</p><div class="share-buttons">Share this story with everybody you know</div>
        <h2>Later</h2><p>%s</p><ul><li>one</li><li>two</li></ul>
        <div class="related"><a href="/x">Another story about ships and harbours</a></div>
        </article><footer>All rights reserved</footer><script>var p = "x";</script></body></html>
        """
            .formatted(FIRST, SECOND);
    MainText text = MainText.of(page);
    assertThat(text.title()).isEqualTo("Ships");
    assertThat(text.language()).isEqualTo("en");
    assertThat(text.text()).isEqualTo(FIRST + "\nLater\n" + SECOND + "\none\ntwo");
  }

  @Test
  void aShareThatIsNoButtonStays() {
    String page =
        "<html><body><article><p>%s</p><p>Shares rose by four percent.</p><p>Share this story</p><p>%s</p></article></body></html>"
            .formatted(FIRST, SECOND);
    assertThat(MainText.of(page).text())
        .contains("Shares rose by four percent.")
        .doesNotContain("Share this");
  }

  @Test
  void takesWhatThePageStatesWhenItsBodyIsEmpty() {
    String body = (FIRST + " " + SECOND + " ").repeat(3);
    String page =
        "<html><head><script type=\"application/ld+json\">{\"@graph\": [{\"articleBody\": \""
            + body
            + "\"}]}</script></head><body><div id=root></div></body></html>";
    assertThat(MainText.of(page).text()).isEqualTo(body.strip());
  }

  @Test
  void comesToAnEndOnPagesBuiltToExhaustIt() {
    String deep = "<div>".repeat(100_000) + "<p>" + FIRST + "</p>";
    String open = "<a><b><i>".repeat(20_000) + FIRST;
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(MainText.of(deep).text()).isEqualTo(FIRST);
          MainText.of(open);
          MainText.of("<".repeat(1_000_000));
          assertThat(MainText.of("").text()).isEmpty();
        });
  }

  /** The parser keeps 256 levels, so a walk over all below each level shows as a factor. */
  @Test
  void deepNestingCostsLittleMoreThanAFlatPage() {
    int length = 200_000;
    MainText.of("<p>x</p>".repeat(length / 8)); // compiled by then
    long flat = nanos("<p>x</p>".repeat(length / 8));
    long nested = nanos("<span>x".repeat(length / 7));
    long mixed = nanos("<div><p>some words here, and there <span>more ".repeat(length / 45));
    assertThat(Math.max(nested, mixed)).isLessThan(3 * flat + 1_000_000_000L);
  }

  private static long nanos(String page) {
    return CpuTime.nanos(() -> MainText.of(page));
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void findsArticlesAtLeastAsWellAsTrafilatura() throws IOException {
    Path folder = Path.of(System.getenv("SLUICE_SHARED"), "data/article_extraction_benchmark");
    JsonNode truth = new ObjectMapper().readTree(folder.resolve("ground-truth.json").toFile());
    double precision = 0;
    double recall = 0;
    for (String id : (Iterable<String>) truth::fieldNames) {
      Path file = folder.resolve("html").resolve(id + ".html.gz");
      String page;
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      Map<String, Integer> wanted = shingles(truth.get(id).get("articleBody").asText());
      Map<String, Integer> found = shingles(MainText.of(page).text());
      int both = 0;
      for (Map.Entry<String, Integer> shingle : found.entrySet()) {
        both += Math.min(shingle.getValue(), wanted.getOrDefault(shingle.getKey(), 0));
      }
      precision += found.isEmpty() ? 0 : both / (double) sum(found);
      recall += wanted.isEmpty() ? 0 : both / (double) sum(wanted);
    }
    precision /= truth.size();
    recall /= truth.size();
    double f1 = 2 * precision * recall / (precision + recall);
    System.out.printf("main text: F1 %.4f, precision %.4f, recall %.4f%n", f1, precision, recall);
    assertThat(f1).isGreaterThan(0.952);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Four words in a row, with how often; of fewer words one of all. */
  private static Map<String, Integer> shingles(String text) {
    Matcher word = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS).matcher(text);
    List<String> words = word.results().map(r -> r.group()).toList();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < Math.max(words.isEmpty() ? 0 : 1, words.size() - 3); i++) {
      int end = Math.min(words.size(), i + 4);
      counts.merge(String.join(" ", words.subList(i, end)), 1, Integer::sum);
    }
    return counts;
  }
}
