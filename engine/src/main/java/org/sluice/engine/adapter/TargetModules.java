package org.sluice.engine.adapter;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sluice.base.Check;

/** Which linear layers an adapter attaches to, as PEFT's target_modules says it. */
public sealed interface TargetModules extends Serializable {
  /** Whether a module of this name is meant: model.layers.0.self_attn.q_proj. */
  boolean matches(String module);

  /** As PEFT's settings have it: a word, a regular expression, or names. */
  Object asSetting();

  /** Every linear layer but the head. */
  record AllLinear() implements TargetModules {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean matches(String module) {
      return true;
    }

    @Override
    public Object asSetting() {
      return "all-linear";
    }
  }

  /** Modules whose name is one of these, or ends in a dot and one of these. */
  record Names(List<String> names) implements TargetModules {
    private static final long serialVersionUID = 1L;

    public Names {
      names = List.copyOf(names);
      Check.that(!names.isEmpty(), "target_modules must name a module, got %s", names);
    }

    @Override
    public boolean matches(String module) {
      return names.stream().anyMatch(name -> matches(module, name));
    }

    @Override
    public Object asSetting() {
      return names;
    }

    static boolean matches(String module, String name) {
      return module.equals(name) || module.endsWith("." + name);
    }
  }

  /** Modules whose whole name matches the regular expression. */
  record Matching(String regex) implements TargetModules {
    private static final long serialVersionUID = 1L;

    public Matching {
      try {
        Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "target_modules must be a regular expression, got '"
                + regex
                + "': "
                + e.getDescription(),
            e);
      }
    }

    @Override
    public boolean matches(String module) {
      return Pattern.compile(regex).matcher(module).matches();
    }

    @Override
    public Object asSetting() {
      return regex;
    }
  }

  /** The setting as written: one word "all-linear", one regular expression, or names. */
  static TargetModules of(List<String> setting) {
    if (setting.equals(List.of("all-linear"))) {
      return new AllLinear();
    }
    return new Names(setting);
  }

  /** The setting as one string: "all-linear" or a regular expression. */
  static TargetModules of(String setting) {
    return setting.equals("all-linear") ? new AllLinear() : new Matching(setting);
  }
}
