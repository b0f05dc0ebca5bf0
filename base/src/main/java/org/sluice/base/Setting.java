package org.sluice.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one component of an options record. The record is read from a recipe's section and from
 * the command line of the step's own main class; the key is the component's name in snake case
 * ({@code loraAlpha} is {@code lora_alpha}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** Marks a setting that must be given. */
  String REQUIRED = "\0required";

  /** One line for {@code --help} and the generated tables in docs. */
  String help();

  /**
   * The default as YAML ({@code "14"}, {@code "[text]"}, {@code "nfc"}, {@code "{}"}); empty: the
   * component is absent (null, an empty Optional or the record of a nested section with its own
   * defaults).
   */
  String def() default "";

  /** The unit, when the name does not say it: rows, tokens, code points, seconds. */
  String unit() default "";

  /** An example value, shown in the docs. */
  String example() default "";
}
