package org.sluice.jobs.importance;

import java.io.Serializable;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link ImportanceModelStep}. */
public record ImportanceModelOptions(
    @Setting(help = "Column with the text", def = "text") String column,
    @Setting(
            help = "Kinds of text that are wanted",
            def = Setting.REQUIRED,
            example = "[{name: books, paths: [books.jsonl.gz]}]")
        List<Target> targets,
    @Setting(
            help =
                "What texts are compared with: JSON lines, also packed, or Parquet; left out: the"
                    + " table that the step reads",
            example = "[web.jsonl.gz]")
        List<String> source,
    @Setting(help = "Buckets that words and pairs of words are hashed into", def = "10000")
        int buckets)
    implements Serializable {

  public ImportanceModelOptions {
    Check.that(!targets.isEmpty(), "targets must name at least one kind of text");
    List<String> names = targets.stream().map(Target::name).toList();
    Check.that(
        names.stream().distinct().count() == names.size(),
        "targets: two have the same name, got %s",
        names);
    Check.that(buckets >= 2, "buckets must be at least 2, got %d", buckets);
  }

  /** One kind of text. */
  public record Target(
      @Setting(help = "Name of the model's file", def = Setting.REQUIRED) String name,
      @Setting(
              help = "JSON lines, also packed, or Parquet, with a column of that name",
              def = Setting.REQUIRED,
              example = "[books.jsonl.gz]")
          List<String> paths)
      implements Serializable {
    public Target {
      Check.that(name.matches("[a-z][a-z0-9_]*"), "name must be a column's name, got %s", name);
      Check.that(!paths.isEmpty(), "paths must name at least one file");
    }
  }
}
