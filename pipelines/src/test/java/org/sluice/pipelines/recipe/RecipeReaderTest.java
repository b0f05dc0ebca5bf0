package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.train.TrainOptions;

class RecipeReaderTest {
  private static final String PREPARATION =
      """
      name: small
      ingest:
        path: rows.jsonl
      clean:
      dedup:
        minhash: {bands: 20}
      write:
      output: {path: out}
      """;

  @TempDir Path folder;

  private Recipe read(String yaml, String... sets) {
    return RecipeReader.read(write(yaml), List.of(sets), RecipeReader.Files.UNSEEN);
  }

  private Path write(String yaml) {
    try {
      return java.nio.file.Files.writeString(folder.resolve("r.yaml"), yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The lines of the error, without the folder. */
  private List<String> problems(String yaml, String... sets) {
    try {
      read(yaml, sets);
    } catch (UserError e) {
      return Arrays.asList(e.getMessage().replace(folder + "/", "").split("\n"));
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void readsSectionsOntoTheOptionsOfSteps() {
    Recipe recipe = read(PREPARATION);
    assertThat(recipe.steps())
        .extracting(RecipeStep::name)
        .containsExactly("ingest", "clean", "dedup", "write");
    assertThat(recipe.name()).isEqualTo("small");
    assertThat(recipe.output().path()).isEqualTo("out");
  }

  @Test
  void stepsRunInTheOrderInWhichTheyStand() {
    String turned = PREPARATION.replace("clean:\n", "").replace("write:\n", "clean:\nwrite:\n");
    assertThat(read(turned).steps())
        .extracting(RecipeStep::name)
        .containsExactly("ingest", "dedup", "clean", "write");
  }

  @Test
  void overridesAndAliasesReachTheSameSetting() {
    Recipe recipe =
        read(PREPARATION, "data.train=[a.jsonl, b.jsonl]", "data.test=t.jsonl", "output.path=o");
    IngestOptions ingest = (IngestOptions) recipe.step("ingest").orElseThrow().options();
    assertThat(ingest.path()).containsExactly("a.jsonl", "b.jsonl");
    assertThat(ingest.testPath()).containsExactly("t.jsonl");
    assertThat(recipe.output().path()).isEqualTo("o");
  }

  @Test
  void theModelGoesToEveryStepThatUsesOne() {
    Recipe recipe =
        read(
            """
            data: {train: a.jsonl}
            format: {output_column: text}
            tokenize:
            model: {path: m.gguf, quantization: {type: nf4}}
            train: {steps: 3}
            output: {path: out}
            """);
    TrainOptions train = (TrainOptions) recipe.step("train").orElseThrow().options();
    assertThat(train.model().path()).isEqualTo("m.gguf");
  }

  @Test
  void theModelThatPretrainMakesIsTheDefault() {
    Recipe recipe =
        read(
            """
            ingest: {path: a.txt}
            tokenizer:
            pretrain:
            tokenize:
            train:
            output: {path: out/x}
            """);
    TrainOptions train = (TrainOptions) recipe.step("train").orElseThrow().options();
    assertThat(train.model().path()).isEqualTo("out/x/base-model");
  }

  @Test
  void tellsEveryMistakeAtOnce() {
    assertThat(
            problems(
                """
                ingest:
                  path: rows.jsonl
                cleam:
                dedup:
                  minhsh: {bands: 20}
                  exact: perhaps
                output: {path: out, format: orc}
                """,
                "dedup.columns=txt",
                "output"))
        .containsExactly(
            "r.yaml:3: unknown section 'cleam'; did you mean 'clean'?",
            "r.yaml:5: unknown key 'dedup.minhsh'; did you mean 'minhash'?",
            "r.yaml:6: dedup.exact: must be true or false, got 'perhaps'",
            "r.yaml:7: output.format: must be one of delta, parquet; got 'orc'; did you mean"
                + " 'delta'?",
            "--set output: there is no value; write --set key=value");
  }

  @Test
  void refusesPairsThatCannotGoTogether() {
    assertThat(
            problems(
                """
                ingest: {path: a.jsonl, columns: {body: string}}
                dedup:
                  exact: false
                  minhash: {ngram: 5}
                tokenize:
                model:
                  path: m.gguf
                  quantization: {type: nf4}
                train:
                  method: full
                evaluate:
                  metrics: [accuracy]
                output: {path: out}
                """))
        .containsExactly(
            "r.yaml:2: dedup.columns: there is no column 'text', ingest declares [body]; did you"
                + " mean 'body'?",
            "r.yaml:10: train.method full cannot tune weights of 4 bits: set"
                + " model.quantization.type to none or method to lora",
            "r.yaml:12: evaluate.metrics: accuracy needs answers to choose from; add"
                + " evaluate.labels or leave accuracy out");
  }

  @Test
  void refusesNamesThatThereAreNot() {
    assertThat(
            problems(
                """
                ingest: {path: a.jsonl}
                clean:
                  profiles: [fineweb@datatrove, gopher-qualty@datatrove]
                redact:
                  entities:
                    EMAIL: tag
                    FONE: tag
                output: {path: out}
                """))
        .satisfiesExactly(
            profile ->
                assertThat(profile)
                    .startsWith("r.yaml:3: clean.profiles: there is no profile")
                    .endsWith("did you mean 'gopher-quality@datatrove'?"),
            entity ->
                assertThat(entity)
                    .startsWith("r.yaml:5: redact.entities: unknown entity 'FONE'")
                    .contains("the nearest is 'PHONE'"));
  }

  @Test
  void refusesRanksThatOneJvmWouldHaveToShare() {
    assertThat(
            problems(
                """
                ingest: {path: a.jsonl}
                tokenize:
                model: {path: m.gguf}
                train:
                  world_size: 2
                output: {path: out}
                """))
        .containsExactly(
            "r.yaml:5: train.world_size: 2 ranks would share the one JVM of a local master; set it"
                + " to 1, or name a cluster with spark.master");
  }

  @Test
  void aMistakeInTheModelIsToldOnce() {
    assertThat(
            problems(
                """
                ingest: {path: a.jsonl}
                tokenize:
                model: {path: m.gguf, dtype: fp64}
                train:
                evaluate:
                output: {path: out}
                """))
        .containsExactly(
            "r.yaml:3: model.dtype: must be one of auto, bf16, fp32; got 'fp64'; did you mean 'fp32'?");
    assertThat(problems("ingest: {path: a}\ntokenize:\ntrain:\noutput: {path: out}\n"))
        .containsExactly("r.yaml:2: tokenize needs a model; add a section model with path");
  }

  @Test
  void refusesStepsThatHaveNothingToRead() {
    assertThat(
            problems("train:\nmodel: {path: m}\ntokenize:\ningest: {path: a}\noutput: {path: o}"))
        .containsExactly(
            "r.yaml:1: train reads what tokenize writes; move tokenize before it",
            "r.yaml:3: tokenize reads what ingest writes; move ingest before it");
    assertThat(problems("clean:\noutput: {path: o}"))
        .containsExactly("r.yaml:1: clean reads what ingest writes; add ingest");
  }

  @Test
  void refusesRowsThatNobodyWrites() {
    assertThat(problems("ingest: {path: a, materialize: false}\noutput: {path: o}"))
        .containsExactly(
            "r.yaml:1: ingest.materialize: false hands rows to one next step, but there is none; set"
                + " it to true");
  }

  @Test
  void refusesFilesThatAreNotThere() {
    Path file = write(PREPARATION);
    assertThatThrownBy(() -> RecipeReader.read(file, List.of(), RecipeReader.Files.MUST_EXIST))
        .hasMessage(
            file
                + ":3: ingest.path: there is no rows.jsonl; relative paths start at the current"
                + " directory");
  }

  @Test
  void saysWhereYamlIsBroken() {
    assertThat(problems("ingest: {path: a\nclean:\n").get(0)).startsWith("r.yaml:2: not YAML:");
    assertThat(problems("- a\n"))
        .containsExactly("r.yaml:1: a recipe is a map of sections; begin with name: ...");
    assertThat(problems("")).containsExactly("r.yaml: the recipe is empty");
    assertThat(problems("a: &a [*a]\n").get(0)).contains("nested too deeply");
    assertThat(problems("ingest: {path: a, path: b}\noutput: {path: o}"))
        .containsExactly("r.yaml:1: the key 'path' stands twice; keep one");
    assertThatThrownBy(
            () -> RecipeReader.read(Path.of("no.yaml"), List.of(), RecipeReader.Files.UNSEEN))
        .hasMessage("no.yaml: there is no such recipe; recipes lie in conf/recipes");
  }

  @Test
  void theDigestIsThatOfWhatTheRecipeDoes() {
    String digest = read(PREPARATION).digest();
    assertThat(read(PREPARATION, "output.path=elsewhere", "spark.master=local[1]").digest())
        .isEqualTo(digest);
    assertThat(read(PREPARATION, "dedup.minhash.bands=21").digest()).isNotEqualTo(digest);
  }

  @Test
  void aMethodBringsItsSettings() {
    String yaml =
        """
        ingest: {path: rows.jsonl}
        format: {template: inline, prompt: "{{ text }}", output_column: text}
        tokenize:
        model: {path: m}
        train:
          learning_rate: 1.0e-2
          by_method:
            lora: {r: 4, learning_rate: 1.0e-3}
            prefix_tuning: {peft: {num_virtual_tokens: 7}}
        output: {path: out}
        """;
    assertThat(train(yaml).learningRate()).isEqualTo(1e-3);
    assertThat(train(yaml).r()).isEqualTo(4);
    assertThat(train(yaml, "train.learning_rate=0.5").learningRate()).isEqualTo(0.5);
    TrainOptions prefix = train(yaml, "train.method=prefix_tuning");
    assertThat(prefix.learningRate()).isEqualTo(1e-2);
    assertThat(prefix.peft()).containsEntry("num_virtual_tokens", List.of("7"));
    assertThat(problems(yaml.replace("prefix_tuning", "prefix_tunning")))
        .anyMatch(line -> line.contains("did you mean 'prefix_tuning'?"));
    assertThat(problems(yaml.replace("{r: 4,", "{rr: 4,")))
        .anyMatch(line -> line.contains("unknown key 'train.rr'"));
  }

  private TrainOptions train(String yaml, String... sets) {
    return (TrainOptions) read(yaml, sets).step("train").orElseThrow().options();
  }

  @Test
  void theOrderOfACurriculumIsKept() {
    String recipe =
        """
        ingest: {path: rows.jsonl}
        mix: {curriculum: {by: length}}
        model: {path: m}
        tokenize: {}
        train: {}
        output: {path: out}
        """;
    assertThat(tokenizes(recipe).keepOrder()).isTrue();
    assertThat(tokenizes(recipe, "tokenize.keep_order=false").keepOrder()).isFalse();
    assertThat(tokenizes(recipe.replace("{curriculum: {by: length}}", "{}")).keepOrder()).isFalse();
    assertThat(problems(recipe, "train.group_by_length=true").get(0))
        .contains("train.group_by_length would undo the order");
  }

  private TokenizeOptions tokenizes(String yaml, String... sets) {
    return (TokenizeOptions) read(yaml, sets).step("tokenize").orElseThrow().options();
  }
}
