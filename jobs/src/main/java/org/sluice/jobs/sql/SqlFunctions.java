package org.sluice.jobs.sql;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.privacy.RedactorOptions;

/** All functions, by namespace. */
public final class SqlFunctions {
  private SqlFunctions() {}

  /** The functions as the docs tell them. */
  public static List<SqlFunction> all() {
    return all(RedactorOptions.DEFAULT);
  }

  static List<SqlFunction> all(RedactorOptions redactor) {
    List<SqlFunction> all = new ArrayList<>();
    all.addAll(TextFunctions.all());
    all.addAll(PageFunctions.all());
    all.addAll(LanguageFunctions.all());
    all.addAll(QualityFunctions.all());
    all.addAll(DedupFunctions.all());
    all.addAll(PrivacyFunctions.all(redactor));
    all.addAll(PromptFunctions.all());
    return all;
  }
}
