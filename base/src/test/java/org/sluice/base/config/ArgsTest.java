package org.sluice.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.base.Setting;
import org.sluice.base.UserError;

class ArgsTest {
  record Output(@Setting(help = "path", def = Setting.REQUIRED) String path) {}

  record Options(
      @Setting(help = "shift", def = "0") int shift,
      @Setting(help = "profiles") List<String> profiles,
      @Setting(help = "merged", def = "false") boolean merged,
      @Setting(help = "output") Output output) {}

  private static Options parse(String... argv) {
    Problems problems = new Problems();
    Options options = Binder.bind(Options.class, Args.parse(argv), problems);
    problems.throwIfAny();
    return options;
  }

  @Test
  void readsBothSpellings() {
    assertThat(
            parse("--shift", "-3", "--profiles=[a, b]", "--merged", "--output.path", "out dir/x=1"))
        .isEqualTo(new Options(-3, List.of("a", "b"), true, new Output("out dir/x=1")));
  }

  @Test
  void anOptionThatComesAgainMakesAList() {
    assertThat(parse("--profiles", "a", "--profiles", "b", "--output.path", "o").profiles())
        .containsExactly("a", "b");
  }

  @Test
  void namesTheOptionInMistakes() {
    assertThatThrownBy(() -> parse("--shift", "x", "--output.path", "o"))
        .isInstanceOf(UserError.class)
        .hasMessage("--shift: shift: must be a whole number, got 'x'");
    assertThatThrownBy(() -> parse("shift"))
        .hasMessage("'shift' belongs to no option; write --key value");
    assertThatThrownBy(() -> parse("--output", "o", "--output.path", "x"))
        .hasMessage("--output.path: 'output' is not a section at --output");
    assertThatThrownBy(() -> parse("--profiles", "[a"))
        .hasMessage("--profiles: ']' is missing in '[a'");
  }

  @Test
  void setsOneValueInACopy() {
    Node.Entries root = Node.empty(new Place("r.yaml", 1));
    Node.Entries changed = Args.set(root, "train.steps=10");
    assertThat(root.values()).isEmpty();
    Node steps = ((Node.Entries) changed.get("train")).get("steps");
    assertThat(steps).isEqualTo(new Node.Scalar("10", false, Place.option("--set train.steps")));
    assertThatThrownBy(() -> Args.set(root, "train.steps"))
        .hasMessage("--set train.steps: there is no '='; write --set key=value");
  }
}
