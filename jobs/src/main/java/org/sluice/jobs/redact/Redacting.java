package org.sluice.jobs.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
import org.sluice.text.privacy.TurnRedactor;
import org.sluice.text.privacy.ner.EntityFinder;

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
  private final boolean lastIsConversation;
  private final HashMap<String, Mode> entities;
  private final RedactorOptions options;
  private final EntityFinder finder;
  private final boolean addsEntities;

  /**
   * @param finder of names; serialisable
   */
  Redacting(Fields fields, RedactOptions options, EntityFinder finder) {
    this.fields = fields;
    this.columns = options.allColumns();
    this.lastIsConversation = options.messagesColumn().isPresent();
    this.entities = new HashMap<>(options.entities());
    this.options = options.redactor();
    this.finder = finder;
    this.addsEntities = options.entitiesColumn().isPresent();
  }

  @Override
  public Worker open() {
    Redactor redactor = Redactor.of(entities, options, finder);
    int[] texts = fields.texts();
    return (row, out) -> {
      Object[] redacted = Arrays.copyOf(row, row.length + (addsEntities ? 1 : 0));
      List<Row> entities = new ArrayList<>();
      Redactor.Document document = redactor.document(texts(row, texts));
      for (int i = 0; i < texts.length; i++) {
        String text = (String) row[texts[i]];
        if (text != null) {
          boolean turns = lastIsConversation && i == texts.length - 1;
          TurnRedactor.Result result =
              turns ? TurnRedactor.redact(document, text) : plain(document.redact(text));
          redacted[texts[i]] = result.text();
          for (TurnRedactor.Found found : result.found()) {
            found.spans().forEach(span -> entities.add(entity(span)));
            note(fields.id(row), columns.get(i) + found.place(), found.spans(), out);
          }
        }
      }
      if (addsEntities) {
        redacted[row.length] = entities;
      }
      out.accept(new Item.Kept(redacted));
    };
  }

  private static TurnRedactor.Result plain(Redaction redaction) {
    return new TurnRedactor.Result(
        redaction.text(), List.of(new TurnRedactor.Found("", redaction.spans())));
  }

  private static String[] texts(Object[] row, int[] places) {
    return Arrays.stream(places)
        .mapToObj(place -> row[place] == null ? "" : (String) row[place])
        .toArray(String[]::new);
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
