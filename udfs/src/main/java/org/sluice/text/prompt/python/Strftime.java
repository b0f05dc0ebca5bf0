package org.sluice.text.prompt.python;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code datetime.strftime} in the C locale, with the flags of glibc. */
public final class Strftime {
  private static final Pattern DIRECTIVE = Pattern.compile("%([-_0^#]*)(\\d{1,4})?([EO])?(.)?");

  private Strftime() {}

  /** The time as {@code format} asks for it; what is no directive stays. */
  public static String format(LocalDateTime time, String format) {
    Matcher directive = DIRECTIVE.matcher(format);
    StringBuilder formatted = new StringBuilder();
    int start = 0;
    while (directive.find(start)) {
      formatted.append(format, start, directive.start());
      String text = directive.group(4) == null ? null : expand(time, directive);
      formatted.append(text == null ? directive.group() : text);
      start = directive.end();
    }
    return formatted.append(format, start, format.length()).toString();
  }

  private static String expand(LocalDateTime time, Matcher directive) {
    char kind = directive.group(4).charAt(0);
    String composed = composed(kind);
    String text =
        composed != null ? format(time, composed) : number(time, kind, directive.group(1));
    text = text == null ? name(time, kind) : text;
    if (text == null) {
      return null;
    }
    if (directive.group(1).indexOf('^') >= 0) {
      text = text.toUpperCase(Locale.ROOT);
    } else if (directive.group(1).indexOf('#') >= 0) {
      text = kind == 'p' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
    }
    int width = directive.group(2) == null ? 0 : Integer.parseInt(directive.group(2));
    String fill = Character.isDigit(text.isEmpty() ? ' ' : text.charAt(0)) ? "0" : " ";
    return fill.repeat(Math.max(0, width - text.length())) + text;
  }

  private static String composed(char kind) {
    return switch (kind) {
      case 'c' -> "%a %b %e %H:%M:%S %Y";
      case 'D', 'x' -> "%m/%d/%y";
      case 'F' -> "%Y-%m-%d";
      case 'R' -> "%H:%M";
      case 'T', 'X' -> "%H:%M:%S";
      case 'r' -> "%I:%M:%S %p";
      default -> null;
    };
  }

  /** A directive that gives a number, padded as its flags ask; null for the others. */
  private static String number(LocalDateTime time, char kind, String flags) {
    int monday = time.getDayOfWeek().getValue();
    int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    return switch (kind) {
      case 'Y' -> pad(time.getYear(), flags.isEmpty() ? "-" : flags, 4);
      case 'C' -> pad(time.getYear() / 100, flags, 2);
      case 'y' -> pad(time.getYear() % 100, flags, 2);
      case 'G' -> pad(time.get(IsoFields.WEEK_BASED_YEAR), flags.isEmpty() ? "-" : flags, 4);
      case 'g' -> pad(time.get(IsoFields.WEEK_BASED_YEAR) % 100, flags, 2);
      case 'm' -> pad(time.getMonthValue(), flags, 2);
      case 'd' -> pad(time.getDayOfMonth(), flags, 2);
      case 'e' -> pad(time.getDayOfMonth(), "_" + flags, 2);
      case 'H' -> pad(time.getHour(), flags, 2);
      case 'k' -> pad(time.getHour(), "_" + flags, 2);
      case 'I' -> pad(hour12, flags, 2);
      case 'l' -> pad(hour12, "_" + flags, 2);
      case 'M' -> pad(time.getMinute(), flags, 2);
      case 'S' -> pad(time.getSecond(), flags, 2);
      case 'f' -> pad(time.getNano() / 1000, "", 6);
      case 'j' -> pad(time.getDayOfYear(), flags, 3);
      case 'u' -> pad(monday, flags, 1);
      case 'w' -> pad(monday % 7, flags, 1);
      case 'U' -> pad((time.getDayOfYear() + 6 - monday % 7) / 7, flags, 2);
      case 'W' -> pad((time.getDayOfYear() + 6 - (monday - 1)) / 7, flags, 2);
      case 'V' -> pad(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), flags, 2);
      case 's' -> pad(secondsSinceEpoch(time), "-", 1);
      default -> null;
    };
  }

  private static long secondsSinceEpoch(LocalDateTime time) {
    return ChronoUnit.SECONDS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time);
  }

  private static String pad(long number, String flags, int width) {
    if (flags.indexOf('-') >= 0) {
      return Long.toString(number);
    }
    String fill = flags.lastIndexOf('_') > flags.lastIndexOf('0') ? " " : "0";
    String digits = Long.toString(number);
    return fill.repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String name(LocalDateTime time, char kind) {
    DayOfWeek day = time.getDayOfWeek();
    return switch (kind) {
      case 'A' -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'a' -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      case 'Z', 'z' -> ""; // the time has no zone
      default -> null;
    };
  }
}
