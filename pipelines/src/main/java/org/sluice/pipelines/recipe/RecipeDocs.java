package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sluice.base.config.SettingRow;
import org.sluice.text.privacy.detect.Detectors;
import org.sluice.text.rules.Profiles;

/** The tables of settings in docs/recipes.md, made from the options records. */
public final class RecipeDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- settings: made by RecipeDocs, do not edit -->\n", "<!-- end of settings -->\n");

  private RecipeDocs() {}

  /**
   * Writes the tables anew into a page, between its two marks.
   *
   * @param args the page, docs/recipes.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, renewed(Files.readString(page)));
  }

  /** The page with the tables as they have to be. */
  static String renewed(String page) {
    return PART.renewed(page, tables());
  }

  private static String tables() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Class<? extends Record>> section : Sections.all().entrySet()) {
      out.append("### ").append(section.getKey()).append("\n\n");
      Steps.find(section.getKey()).ifPresent(entry -> out.append(sentence(entry)));
      out.append(SettingRow.markdown(SettingRow.of(section.getValue()))).append('\n');
    }
    out.append("### Names\n\nRule profiles for `clean.profiles`: ");
    out.append(String.join(", ", Profiles.names().stream().map(name -> "`" + name + "`").toList()));
    out.append(".\n\nEntities for `redact.entities`:\n\n| entity | what it is |\n|---|---|\n");
    for (String name : Detectors.names()) {
      out.append("| `").append(name).append("` | ").append(Detectors.help(name)).append(" |\n");
    }
    return out.append('\n').toString();
  }

  private static String sentence(StepEntry<?> entry) {
    String help = entry.help();
    return Character.toUpperCase(help.charAt(0)) + help.substring(1) + ".\n\n";
  }
}
