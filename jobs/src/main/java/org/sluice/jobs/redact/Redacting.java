package org.sluice.jobs.redact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redaction;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;
import org.sluice.text.privacy.Span;

/** Replaces personal data in the text columns, and notes where it stood. */
final class Redacting implements RowPass {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final List<String> columns;
  private final HashMap<String, Mode> entities;
  private final RedactorOptions options;

  Redacting(
      Fields fields, List<String> columns, Map<String, Mode> entities, RedactorOptions options) {
    this.fields = fields;
    this.columns = columns;
    this.entities = new HashMap<>(entities);
    this.options = options;
  }

  @Override
  public Worker open() {
    Redactor redactor = Redactor.of(entities, options);
    int[] texts = fields.texts();
    return (row, out) -> {
      Object[] redacted = row.clone();
      for (int i = 0; i < texts.length; i++) {
        if (row[texts[i]] != null) {
          Redaction redaction = redactor.redact((String) row[texts[i]]);
          redacted[texts[i]] = redaction.text();
          note(fields.id(row), columns.get(i), redaction.spans(), out);
        }
      }
      out.accept(new Item.Kept(redacted));
    };
  }

  private static void note(String id, String column, List<Span> spans, Consumer<Item> out) {
    for (Span span : spans) {
      Object[] values = {
        id, column, span.type(), (long) span.start(), (long) span.end(), span.score()
      };
      out.accept(new Item.Aside(Schemas.SPANS_TABLE, values));
    }
  }
}
