package org.sluice.engine.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * A model on a hub: {@code hf://owner/name[/file.gguf][@revision]}.
 *
 * @param repository owner/name
 * @param file one file of it that is the whole model; empty for a folder of safetensors
 * @param revision a branch, a tag or a commit
 */
public record HubLocation(String repository, Optional<String> file, String revision) {
  private static final String SCHEME = "hf://";
  private static final Pattern FORM =
      Pattern.compile(
          "hf://([\\w.-]+/[\\w.-]+)(?:/([\\w./-]+\\.gguf))?(?:@([\\w./-]+))?",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Whether a setting names a model on a hub, rightly or wrongly. */
  public static boolean isOne(String path) {
    return path.startsWith(SCHEME);
  }

  /**
   * Reads a setting.
   *
   * @throws UserError when it has another form
   */
  public static HubLocation parse(String path) {
    Matcher matcher = FORM.matcher(path);
    if (!matcher.matches() || path.contains("..")) {
      throw UserError.of(
          Shown.of(path) + " is no model on a hub", "write hf://owner/name[/file.gguf][@revision]");
    }
    return new HubLocation(
        matcher.group(1),
        Optional.ofNullable(matcher.group(2)),
        Optional.ofNullable(matcher.group(3)).orElse("main"));
  }

  /** The folder's name in the cache. */
  String folder() {
    return "models--" + repository.replace("/", "--");
  }

  @Override
  public String toString() {
    return SCHEME + repository + file.map(f -> "/" + f).orElse("") + "@" + revision;
  }
}
