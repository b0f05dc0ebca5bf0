package org.sluice.pipelines.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.base.UserError;
import org.sluice.text.prompt.RenderFilter;
import org.sluice.text.prompt.TemplateFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Renders conversations by chat templates. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Render conversations by chat templates in Jinja, without tables.",
    footer = {
      "",
      "Examples:",
      "  sluice render --templates templates --in cases.jsonl --out rendered.jsonl",
      "  sluice render --template chat.jinja --in conversations.jsonl --out -",
      "",
      "Input lines have messages, and may have id, template, tools, documents, options,",
      "special_tokens, kwargs and now. Output lines are {id, output} or {id, error: {message}}."
    })
final class RenderCommand implements Callable<Integer> {
  @Option(
      names = "--templates",
      paramLabel = "DIR",
      split = ",",
      description = "Folders with NAME.jinja; a line's template names one of them.")
  private List<Path> templates = List.of();

  @Option(names = "--template", paramLabel = "FILE", description = "One template for all lines.")
  private Optional<Path> template = Optional.empty();

  @Mixin private Ends ends;

  @Override
  public Integer call() throws IOException {
    if (template.isPresent() != templates.isEmpty()) {
      throw UserError.of(
          "render needs templates", "give one of --templates DIR and --template FILE");
    }
    TemplateFolders folders =
        template.map(TemplateFolders::single).orElseGet(() -> TemplateFolders.of(templates));
    try (InputStream lines = Streams.input(ends.in());
        Streams.Output target = Streams.output(ends.out());
        OutputStream rendered = new BufferedOutputStream(target.stream())) {
      new RenderFilter(folders).run(Streams.name(ends.in()), lines, rendered);
      rendered.flush();
      target.commit();
    }
    return Main.DONE;
  }
}
