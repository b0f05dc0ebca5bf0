package org.sluice.jobs.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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

  /** Type of the column of findings. */
  static final DataType ENTITIES =
      DataTypes.createArrayType(
          new StructType()
              .add("type", DataTypes.StringType)
              .add("start", DataTypes.IntegerType)
              .add("end", DataTypes.IntegerType)
              .add("score", DataTypes.DoubleType));

  private final Fields fields;
  private final List<String> columns;
  private final HashMap<String, Mode> entities;
  private final RedactorOptions options;
  private final boolean addsEntities;

  Redacting(
      Fields fields,
      List<String> columns,
      Map<String, Mode> entities,
      RedactorOptions options,
      boolean addsEntities) {
    this.fields = fields;
    this.columns = columns;
    this.entities = new HashMap<>(entities);
    this.options = options;
    this.addsEntities = addsEntities;
  }

  @Override
  public Worker open() {
    Redactor redactor = Redactor.of(entities, options);
    int[] texts = fields.texts();
    return (row, out) -> {
      Object[] redacted = Arrays.copyOf(row, row.length + (addsEntities ? 1 : 0));
      List<Row> entities = new ArrayList<>();
      for (int i = 0; i < texts.length; i++) {
        if (row[texts[i]] != null) {
          Redaction redaction = redactor.redact((String) row[texts[i]]);
          redacted[texts[i]] = redaction.text();
          redaction.spans().forEach(span -> entities.add(entity(span)));
          note(fields.id(row), columns.get(i), redaction.spans(), out);
        }
      }
      if (addsEntities) {
        redacted[row.length] = entities;
      }
      out.accept(new Item.Kept(redacted));
    };
  }

  private static Row entity(Span span) {
    return RowFactory.create(span.type(), span.start(), span.end(), span.score());
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
