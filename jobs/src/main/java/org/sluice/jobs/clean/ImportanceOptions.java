package org.sluice.jobs.clean;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.text.importance.Importance;

/** A model of importance. Two columns are added: the importance, and the same with its length. */
public record ImportanceOptions(
    @Setting(help = "Name of the kind of text that is wanted", def = Setting.REQUIRED) String name,
    @Setting(help = "File with the model, from the step importance_model", def = Setting.REQUIRED)
        String model,
    @Setting(
            help =
                "What the correction takes for the length, beside mean words: characters, as"
                    + " RedPajama-V2, or words",
            def = "characters")
        Importance.Length length,
    @Setting(
            help = "Rows with less importance, uncorrected, are dropped; left out: none",
            unit = "nats")
        Double min) // null: none
    implements Serializable {

  public ImportanceOptions {
    Check.that(name.matches("[a-z][a-z0-9_]*"), "name must be a column's name, got %s", name);
  }

  /** The column of the importance, which is also the name of the rule. */
  String column() {
    return "importance__" + name;
  }

  /** The columns of several. */
  static List<String> columns(List<ImportanceOptions> models) {
    return models.stream()
        .flatMap(model -> Stream.of(model.column(), model.column() + "_length_correction"))
        .toList();
  }
}
