package org.sluice.text.rules.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sluice.base.Setting;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;

/**
 * RefinedWeb's corrections of lines (Penedo et al. 2023, table G.2) as DCLM applies them: lines
 * that shout, count or say one word are taken out, and leftovers of menus are cut. A document that
 * loses too many words by that is dropped.
 */
public record RefinedWebLines(
    @Setting(help = "Largest share of upper-case characters in a line", def = "0.5")
        double maxUppercase,
    @Setting(help = "Largest share of digits in a line", def = "0.999999") double maxDigits,
    @Setting(help = "Fewest words of a line", def = "2") double minWords,
    @Setting(help = "Longest line that leftovers are cut out of, in words", def = "10")
        double maxLeftoverWords,
    @Setting(help = "Largest share of words that the rules may take", def = "0.05")
        double maxRemoved)
    implements DocumentProfile {

  public static final RefinedWebLines USUAL = new RefinedWebLines(0.5, 0.999999, 2, 10, 0.05);

  private static final Pattern COUNTER =
      Pattern.compile(
          "^\\W*\\d(?:,|\\.|\\d)*(?:k|m|b)?\\s+(?:likes|shares|comments|retweets|reposts|quotes"
              + "|bookmarks|upvotes|downvotes|downloads|views|followers)\\W*$",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LONGEST_COUNTER = 200;
  // the full stops of the last one match any character in DCLM, too
  private static final List<Pattern> LEFTOVERS =
      List.of(
          Pattern.compile("\\s?items in cart", Pattern.CASE_INSENSITIVE),
          Pattern.compile("^sign-in\\s?", Pattern.CASE_INSENSITIVE),
          Pattern.compile("\\s?read more...$", Pattern.CASE_INSENSITIVE));
  private static final List<String> SCORES = List.of("n_lines", "n_kept_lines", "removed_words");

  @Override
  public String name() {
    return "refinedweb-lines@dclm";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public boolean rewrites() {
    return true;
  }

  @Override
  public Judgement judge(Document document) {
    List<String> kept = new ArrayList<>();
    for (String line : document.lines()) {
      if (!isTaken(line)) {
        String cut = cut(line);
        if (cut != null) {
          kept.add(cut);
        }
      }
    }
    String text = Document.strip(String.join("\n", kept));
    double before = DclmWords.count(document.text());
    double removed = Checks.share(before - DclmWords.count(text), before);
    Judgement judgement =
        new Checks()
            .atLeast(1, "empty", text.isEmpty() || before == 0 ? 0 : 1)
            .atMost(maxRemoved, "word_removal_ratio_filter", removed)
            .judgement(name(), new Scores(SCORES, document.lines().size(), kept.size(), removed));
    boolean changed = judgement.keep() && !text.equals(document.text());
    return changed ? judgement.withText(text) : judgement;
  }

  private boolean isTaken(String line) {
    if (line.isEmpty()) {
      return false;
    }
    double length = Document.length(line);
    if (line.codePoints().filter(Character::isUpperCase).count() / length > maxUppercase
        || line.codePoints().filter(Character::isDigit).count() / length > maxDigits) {
      return true;
    }
    return line.length() <= LONGEST_COUNTER && COUNTER.matcher(line.toLowerCase(Locale.ROOT)).find()
        || Document.words(line).size() < minWords;
  }

  /** The line without leftovers; null when nothing else stood there. */
  private String cut(String line) {
    String cut = line;
    for (Pattern leftover : LEFTOVERS) {
      if (Document.words(cut).size() <= maxLeftoverWords) {
        String shorter = leftover.matcher(cut).replaceAll("");
        if (!cut.isEmpty() && shorter.isBlank()) {
          return null;
        }
        cut = shorter;
      }
    }
    return cut;
  }
}
