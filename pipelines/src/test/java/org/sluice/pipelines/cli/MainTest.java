package org.sluice.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  private record Told(int code, String out, String err) {}

  private static Told sluice(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    CommandLine commands = Main.commands(words);
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Told(commands.execute(words), out.toString(), err.toString());
  }

  static Set<String> commands() {
    return Main.commands().getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpShowsAnExample(String command) {
    Told told = sluice(command, "--help");
    assertThat(told.code()).isZero();
    assertThat(told.out()).contains("Example").contains("  sluice " + command + " ");
  }

  @Test
  void aNamedCommandIsReadAlone() {
    assertThat(Main.commands("run", "--help").getSubcommands()).containsOnlyKeys("run");
    assertThat(Main.commands("--help").getSubcommands()).containsKeys("run", "clean", "doctor");
  }

  @Test
  void theUsersMistakeIsOneLineAndCodeTwo() {
    assertThat(sluice("run", "no.yaml"))
        .isEqualTo(
            new Told(2, "", "no.yaml: there is no such recipe; recipes lie in conf/recipes\n"));
    assertThat(sluice("run"))
        .isEqualTo(
            new Told(2, "", "Missing required parameter: 'RECIPE'; see sluice run --help\n"));
    assertThat(sluice("redact").err())
        .isEqualTo(
            "redact works on a file or on the tables of a run; give one of --in FILE and"
                + " --output.path DIR\n");
  }

  @Test
  void aMisspeltNameIsToldWithTheNearestOne() {
    assertThat(sluice("rum", "r.yaml"))
        .isEqualTo(new Told(2, "", "unknown command 'rum'; did you mean 'run'?\n"));
    assertThat(sluice("chat", "--modle", "m.gguf", "--prompt", "hi").err())
        .isEqualTo("unknown option '--modle'; did you mean '--model'?\n");
    assertThat(sluice("run", "r.yaml", "--form=train").err())
        .isEqualTo("unknown option '--form'; did you mean '--from'?\n");
    assertThat(sluice("redact", "--in", "f.jsonl", "--entites", "EMAIL").err())
        .isEqualTo("unknown option '--entites'; did you mean '--entities'?\n");
    assertThat(sluice().err()).isEqualTo("Missing required subcommand; see sluice --help\n");
  }

  @Test
  void redactsLines() throws IOException {
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"), "{\"id\":1,\"text\":\"Write to ana.lima@example.org\"}\n");
    Path out = folder.resolve("out.jsonl");
    assertThat(sluice("redact", "--in", in, "--out", out, "--entities", "EMAIL").code()).isZero();
    assertThat(out).hasContent("{\"id\":1,\"text\":\"Write to <EMAIL>\"}");
    assertThat(sluice("redact", "--in", in, "--out", out, "--spans").code()).isZero();
    assertThat(Files.readString(out))
        .startsWith("{\"id\":1,\"entities\":[{\"type\":\"EMAIL\",\"start\":9,\"end\":29,");
    assertThat(sluice("redact", "--in", in, "--out", out, "--mode", "masc").err())
        .startsWith("unknown redaction mode 'masc'; the nearest is 'mask'");
    assertThat(sluice("redact", "--in", in, "--out", out, "--min-scores", "EMIAL=1").err())
        .startsWith("--min-scores names EMIAL, which is not sought; did you mean 'EMAIL'?");
    assertThat(sluice("redact", "--in", in, "--out", out, "--allow", "Ana.Lima@example.org").code())
        .isZero();
    assertThat(out).hasContent("{\"id\":1,\"text\":\"Write to ana.lima@example.org\"}");
  }

  @Test
  void redactsWhatIsSureEnough() throws IOException {
    Path in =
        Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"Call 212-555-0134 now\"}\n");
    Path out = folder.resolve("out.jsonl");
    assertThat(redactPhones(in, out, "PHONE=0.5").code()).isZero();
    assertThat(Files.readString(out)).contains("Call <PHONE> now");
    assertThat(redactPhones(in, out, "PHONE=0.99").code()).isZero();
    assertThat(Files.readString(out)).contains("Call 212-555-0134 now");
    assertThat(redactPhones(in, out, "PHONE=1.5"))
        .matches(told -> told.code() == 2)
        .matches(told -> told.err().startsWith("--min-scores must be in [0, 1]; correct that of"));
  }

  private static Told redactPhones(Path in, Path out, String leastScore) {
    return sluice(
        "redact", "--in", in, "--out", out, "--entities", "PHONE", "--min-scores", leastScore);
  }

  @Test
  void redactsNamesByAModelOfTheUsersOwn() throws IOException {
    String model = "../engine/src/test/resources/golden/token_classifier";
    Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"dr. bobann of acme\"}\n");
    Path out = folder.resolve("out.jsonl");
    Object[] redact = {
      "redact",
      "--in",
      in,
      "--out",
      out,
      "--spans",
      "--entities",
      "PERSON",
      "--min-scores",
      "PERSON=0",
      "--tagger",
      model,
      "--tagger-labels"
    };
    Object[] usual = Arrays.copyOf(redact, redact.length + 1);
    usual[redact.length] = "PER=PERSON";
    assertThat(sluice(usual).code()).isZero();
    assertThat(Files.readString(out)).contains("{\"type\":\"PERSON\",\"start\":0,\"end\":2,");
    usual[redact.length] = "GPE=LOCATION";
    assertThat(sluice(usual))
        .matches(told -> told.code() == 2)
        .matches(told -> told.err().contains("no label GPE; its labels are [PER, LOC, ORG]"));
    usual[redact.length] = "PER=HUMAN";
    assertThat(sluice(usual).err()).contains("labels must mean one of").hasLineCount(1);
  }

  @Test
  void aFilterThatFailsLeavesNothing() throws IOException {
    Path in =
        Files.writeString(folder.resolve("in.jsonl"), "{\"id\":1,\"text\":\"fine\"}\n{\"id\":2,\n");
    Path out = folder.resolve("out.jsonl");
    Told told = sluice("redact", "--in", in, "--out", out);
    assertThat(told.code()).isEqualTo(2);
    assertThat(told.err()).startsWith(in + ":2: no valid JSON").hasLineCount(1);
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("out"));
  }

  @Test
  void scoresLines() throws IOException {
    Path in =
        Files.writeString(folder.resolve("in.jsonl"), "{\"id\":\"a\",\"text\":\"Too short.\"}\n");
    Path out = folder.resolve("out.jsonl");
    assertThat(
            sluice("score", "--profiles", "gopher-quality@datatrove", "--in", in, "--out", out)
                .code())
        .isZero();
    assertThat(Files.readString(out))
        .startsWith("{\"id\":\"a\",\"profile\":\"gopher-quality@datatrove\",\"keep\":false,");
    assertThat(sluice("score", "--profiles", "gopher", "--in", in, "--out", out).code())
        .isEqualTo(2);
  }

  @Test
  void uniqueKnowsWhatCameBefore() throws IOException {
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"id\":1,\"text\":\"a b\"}\n"
                + "{\"id\":2,\"text\":\"c\"}\n"
                + "{\"id\":3,\"text\":\"a  b\"}\n");
    Path out = folder.resolve("out.jsonl");
    Path state = folder.resolve("seen.bloom");
    Object[] arguments = {"unique", "--in", in, "--out", out, "--state", state, "--expected", 1000};
    assertThat(sluice(arguments).code()).isZero();
    assertThat(out).hasContent("{\"id\":1,\"text\":\"a b\"}\n{\"id\":2,\"text\":\"c\"}");
    assertThat(sluice(arguments).code()).isZero();
    assertThat(out).isEmptyFile();
    Files.writeString(state, "else");
    assertThat(sluice(arguments).code()).isEqualTo(2);
  }

  @Test
  void filtersUnpackGzip() throws IOException {
    Path in = folder.resolve("in.jsonl.gz");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(in))) {
      packed.write("{\"id\":\"a\",\"text\":\"Too short.\"}\n".getBytes(UTF_8));
    }
    Path out = folder.resolve("out.jsonl");
    assertThat(sluice("score", "--in", in, "--out", out).code()).isZero();
    assertThat(Files.readString(out)).startsWith("{\"id\":\"a\",");
  }

  @Test
  void rendersLines() throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("plain.jinja"),
            "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}");
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n");
    Path out = folder.resolve("out.jsonl");
    assertThat(sluice("render", "--template", template, "--in", in, "--out", out).code()).isZero();
    assertThat(Files.readString(out)).isEqualTo("{\"id\": \"a\", \"output\": \"user: Hi\\n\"}\n");
  }
}
