package org.sluice.jobs.tokenize;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.jobs.tables.Schemas;

/**
 * Makes a {@link Sample} of each row. A row of which nothing would be learnt is dropped, and so is
 * one with a label whose end does not fit: half a label is none.
 */
final class Tokenizing implements RowPass {
  private static final long serialVersionUID = 1L;

  /** Rows of the flow behind this pass; they never become a table as they are. */
  static final StructType SCHEMA =
      new StructType()
          .add("sample", DataTypes.NullType)
          .add("test", DataTypes.BooleanType)
          .add("label", DataTypes.StringType)
          .add("truncated", DataTypes.BooleanType)
          .add(Schemas.PLACE, DataTypes.LongType);

  static final int SAMPLE = 0;
  static final int TEST = 1;
  static final int LABEL = 2;
  static final int TRUNCATED = 3;
  static final int PLACE = 4;

  private final Broadcast<TokenizerSetup> setup;
  private final Shape shape;
  private final Places places;

  /**
   * What samples look like.
   *
   * @param trainAll whether prompts are learnt too
   */
  record Shape(Lengths lengths, boolean trainAll) implements Serializable {}

  /**
   * Where a row's parts stand.
   *
   * @param plain the columns of a table without prompts; null for one with prompts
   */
  record Places(
      int id,
      int split,
      int prompt,
      int completion,
      int closed,
      int trained,
      int label,
      int place,
      Fields plain)
      implements Serializable {

    static Places of(StructType schema, List<String> plainColumns) {
      List<String> names = Arrays.asList(schema.fieldNames());
      boolean prompts = names.contains("prompt") && names.contains("completion");
      return new Places(
          names.indexOf("id"),
          names.indexOf("split"),
          names.indexOf("prompt"),
          names.indexOf("completion"),
          names.indexOf("closed"),
          names.indexOf("trained"),
          names.indexOf("label"),
          names.indexOf(Schemas.PLACE),
          prompts ? null : Fields.of(schema, plainColumns, "tokenize.columns"));
    }
  }

  Tokenizing(Broadcast<TokenizerSetup> setup, Shape shape, Places places) {
    this.setup = setup;
    this.shape = shape;
    this.places = places;
  }

  @Override
  public Worker open() {
    TokenizerSetup tokenizer = setup.value();
    Encoder encoder = new Encoder(tokenizer.tokenizer(), tokenizer.endOfText(), shape.trainAll());
    return (row, out) -> {
      Sample whole =
          tokenizer.encodes()
              ? encoder.encoded(
                  (String) row[places.id()],
                  (String) row[places.prompt()],
                  (String) row[places.completion()])
              : sample(row, encoder);
      tokenize(row, whole, cut(whole, tokenizer), out);
    };
  }

  private Sample cut(Sample whole, TokenizerSetup tokenizer) {
    if (tokenizer.encodes()) {
      return whole.within(shape.lengths(), tokenizer.endOfText());
    }
    // Plain text is cut into several samples later and loses nothing.
    return places.plain() == null ? whole.first(shape.lengths().all()) : whole;
  }

  private void tokenize(Object[] row, Sample whole, Sample sample, Consumer<Item> out) {
    boolean cut = sample.length() < whole.length();
    Object label = places.label() < 0 ? null : row[places.label()];
    if (sample.targets() == 0) {
      out.accept(dropped(whole, "nothing_to_learn"));
    } else if (label != null && sample.targets() < whole.targets()) {
      out.accept(dropped(whole, "label_cut"));
    } else {
      boolean test = places.split() >= 0 && "test".equals(row[places.split()]);
      Object place = places.place() < 0 ? null : row[places.place()];
      out.accept(new Item.Kept(new Object[] {sample, test, label, cut, place}));
    }
  }

  private Item dropped(Sample whole, String rule) {
    return Item.dropped(
        whole.id(),
        Tokenize.NAME,
        rule,
        (double) whole.length(),
        (double) shape.lengths().all(),
        null);
  }

  @SuppressWarnings("unchecked") // the column trained is an array of int
  private Sample sample(Object[] row, Encoder encoder) {
    String id = (String) row[places.id()];
    if (places.plain() != null) {
      return encoder.plain(id, places.plain().joined(row));
    }
    String prompt = (String) row[places.prompt()];
    String completion = (String) row[places.completion()];
    boolean closed = places.closed() >= 0 && Boolean.TRUE.equals(row[places.closed()]);
    return closed
        ? encoder.closed(id, prompt + completion, (List<Integer>) row[places.trained()])
        : encoder.open(id, prompt, completion);
  }
}
