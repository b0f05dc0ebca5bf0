package org.sluice.text.privacy.canary;

import static org.sluice.text.privacy.canary.MadeUpNumbers.pick;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sluice.text.privacy.ner.NameLists;

/** People, organisations, places and what else the tagger finds, in English or Chinese. */
final class MadeUpNames {
  private static final String FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧";
  private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂鹏飞玲红建文华志国海燕";
  private static final DateTimeFormatter ENGLISH_DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

  private final List<String> given = NameLists.entries("given-names");
  private final List<String> family = NameLists.entries("family-names");
  private final List<String> companies = NameLists.entries("companies");
  private final List<String> cities = NameLists.entries("cities");
  private final List<String> jobs = NameLists.entries("jobs");

  String english(String type, Random random) {
    return switch (type) {
      case "PERSON" -> pick(given, random) + " " + pick(family, random);
      case "ORGANIZATION" -> pick(companies, random);
      case "LOCATION" -> pick(cities, random);
      case "ADDRESS" ->
          (1 + random.nextInt(900))
              + " "
              + pick(family, random)
              + pick(List.of(" Street", " Road", " Avenue", " Lane"), random);
      case "DATE_TIME" -> date(random).format(ENGLISH_DATE);
      case "AGE" -> String.valueOf(18 + random.nextInt(70));
      case "TITLE" -> pick(jobs, random).toLowerCase(Locale.ROOT);
      case "NRP" -> pick(List.of("Swedish", "Chinese", "Muslim", "Catholic", "Brazilian"), random);
      default -> throw new IllegalArgumentException(type);
    };
  }

  String chinese(String type, Random random) {
    return switch (type) {
      case "PERSON" -> letter(FAMILIES, random) + letter(GIVEN, random) + letter(GIVEN, random);
      case "ORGANIZATION" ->
          city(random)
              + letter(GIVEN, random)
              + letter(GIVEN, random)
              + pick(List.of("科技有限公司", "银行", "大学", "医院", "集团"), random);
      case "LOCATION" -> city(random);
      case "ADDRESS" ->
          letter(GIVEN, random) + letter(GIVEN, random) + "路" + (1 + random.nextInt(300)) + "号";
      case "DATE_TIME" -> {
        LocalDate date = date(random);
        yield date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日";
      }
      case "AGE" -> (18 + random.nextInt(70)) + "岁";
      case "TITLE" -> pick(List.of("总经理", "副主任", "教授", "记者", "董事长"), random);
      case "NRP" -> pick(List.of("回族", "藏族", "佛教徒", "日本人"), random);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String city(Random random) {
    return pick(List.of("北京", "上海", "广州", "成都", "杭州", "武汉", "西安", "青岛", "厦门", "昆明"), random);
  }

  private static LocalDate date(Random random) {
    return LocalDate.of(1950, 1, 1).plusDays(random.nextInt(27_000));
  }

  private static String letter(String letters, Random random) {
    return String.valueOf(letters.charAt(random.nextInt(letters.length())));
  }
}
