package org.sluice.jobs.format;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;

/** Rows to prompts with their answers, dealt to a train and a test split. */
public final class Format implements Step<FormatOptions> {
  static final String NAME = "format";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<FormatOptions> options() {
    return FormatOptions.class;
  }

  @Override
  public String codeVersion() {
    return "3";
  }

  @Override
  public void check(SparkSession spark, FormatOptions options, StepContext context) {
    List<String> known = List.of(context.tables().schema(context.inputTable()).fieldNames());
    for (String column : columns(options)) {
      if (!known.contains(column)) {
        throw UserError.of(
            "format: the table has no column " + column,
            "did you mean " + Nearest.to(column, known) + "?");
      }
    }
    if (options.template() == FormatOptions.TemplateKind.CHAT) {
      ChatSetup setup = ChatSetup.of(options);
      setup.template().requireTrainedEndOfTurn(setup.options());
    }
  }

  /** The columns that the settings say must be there. */
  private static Set<String> columns(FormatOptions options) {
    Set<String> columns = new LinkedHashSet<>();
    if (options.messagesColumn().isPresent()) {
      columns.add(options.messagesColumn().get());
      return columns;
    }
    columns.addAll(Questions.of(options).columns());
    options.inputColumn().ifPresent(columns::add);
    options.systemColumn().ifPresent(columns::add);
    columns.add(options.outputColumn());
    return columns;
  }

  @Override
  public StepResult run(SparkSession spark, FormatOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    StructType schema = input.schema();
    Formatting pass =
        new Formatting(
            schema,
            maker(options),
            new Formatting.Answers(options.outputColumn(), Set.copyOf(options.labels())),
            new Formatting.Splitting(options.testShare(), options.seed()),
            options.placeholders());
    Flow formatted = input.through(NAME, pass.schema(), pass);
    return new Settlement(spark, context.tables()).finish(formatted, "formatted", true);
  }

  private static Formatter.Maker maker(FormatOptions options) {
    return switch (options.template()) {
      case ALPACA -> PromptFormatter.alpaca(Questions.of(options), options.outputColumn());
      case INLINE -> PromptFormatter.inline(Questions.of(options), options.outputColumn());
      case CHAT -> ChatFormatter.of(ChatFormatter.Columns.of(options), ChatSetup.of(options));
    };
  }
}
