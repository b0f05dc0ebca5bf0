package org.sluice.base.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Setting;

/**
 * One setting of an options record, for {@code --help} and for the docs.
 *
 * @param key dotted when it stands in a nested section; {@code []} marks the sections of a list
 * @param type what may be written
 * @param fallback the default as YAML; "required" or empty when there is none
 */
public record SettingRow(
    String key, String type, String fallback, String unit, String help, String example) {

  /** The settings of a record, nested ones behind their section. */
  public static List<SettingRow> of(Class<? extends Record> type) {
    List<SettingRow> rows = new ArrayList<>();
    collect(type, "", rows);
    return List.copyOf(rows);
  }

  /** Lines for a terminal: key, default, and the help below. */
  public static String help(List<SettingRow> rows) {
    StringBuilder out = new StringBuilder();
    for (SettingRow row : rows) {
      out.append("  --").append(row.key()).append(" <").append(row.type()).append('>');
      if (!row.fallback().isEmpty()) {
        out.append(row.fallback().equals("required") ? "  required" : "  default ");
        out.append(row.fallback().equals("required") ? "" : row.fallback());
      }
      out.append("\n      ").append(row.sentence()).append('\n');
    }
    return out.toString();
  }

  /** A table in Markdown. */
  public static String markdown(List<SettingRow> rows) {
    StringBuilder out =
        new StringBuilder("| key | type | default | meaning |\n|---|---|---|---|\n");
    for (SettingRow row : rows) {
      out.append("| `").append(row.key()).append("` | ").append(cell(row.type())).append(" | ");
      out.append(code(row.fallback())).append(" | ").append(cell(row.sentence())).append(" |\n");
    }
    return out.toString();
  }

  private String sentence() {
    String text = unit.isEmpty() ? help : help + " (" + unit + ")";
    return example.isEmpty() ? text : text + "; e.g. " + example;
  }

  private static String code(String text) {
    return text.isEmpty() || text.equals("required") ? text : "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", "\\n");
  }

  private static void collect(Class<?> record, String prefix, List<SettingRow> rows) {
    for (RecordComponent component : record.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      String key = prefix + Names.key(component.getName());
      Type type = unwrapped(component.getGenericType());
      Optional<Class<?>> nested = nested(type);
      if (nested.isPresent()) {
        boolean repeats = component.getType() == List.class;
        collect(nested.get(), key + (repeats ? "[]." : "."), rows);
      } else if (setting != null) {
        String fallback = setting.def().equals(Setting.REQUIRED) ? "required" : setting.def();
        rows.add(
            new SettingRow(
                key, describe(type), fallback, setting.unit(), setting.help(), setting.example()));
      }
    }
  }

  private static Type unwrapped(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  private static Optional<Class<?>> nested(Type type) {
    Type inner =
        type instanceof ParameterizedType generic && generic.getRawType() == List.class
            ? generic.getActualTypeArguments()[0]
            : type;
    return inner instanceof Class<?> plain && plain.isRecord()
        ? Optional.of(plain)
        : Optional.empty();
  }

  private static String describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      boolean isMap = generic.getRawType() == Map.class;
      return isMap
          ? "map of names to " + describe(arguments[1])
          : "list of " + describe(arguments[0]);
    }
    return type instanceof Class<?> plain && Scalars.isScalar(plain)
        ? Scalars.describe(plain)
        : "section";
  }
}
