package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.NameLists;

/** Values for the slots of the Chinese patterns. */
final class ChineseSlots implements Slots {
  private final WordLists words = WordLists.CHINESE;
  private final ChineseNames names = new ChineseNames();
  private final List<String> places = NameLists.entries("zh-places");
  private final List<String> organisations = NameLists.entries("zh-organisations");

  @Override
  public void fill(String slot, Random random, Sentence.Builder out) {
    switch (slot) {
      case "PERSON", "FIRST", "LAST" -> out.add(EntityType.PERSON, names.person(random));
      case "TITLE" -> out.add(EntityType.TITLE, words.any("titles", random));
      case "ORG" -> out.add(EntityType.ORGANIZATION, organisation(random));
      case "PLACE" -> out.add(EntityType.LOCATION, place(random));
      case "ADDRESS" -> out.add(EntityType.ADDRESS, address(random));
      case "NRP" -> out.add(EntityType.NRP, words.any("groups", random));
      case "AGE" -> out.add(EntityType.AGE, (1 + random.nextInt(99)) + "岁");
      case "DATE" -> out.add(EntityType.DATE_TIME, date(random));
      case "YEAR" -> out.add(EntityType.DATE_TIME, year(random) + "年");
      case "LATIN" -> out.add(EntityType.PERSON, names.latin(random));
      case "WORDS" -> out.add(latinWord(random));
      case "WORK" -> out.add(work(random));
      case "MONEY" ->
          out.add((1 + random.nextInt(999)) + any(List.of("万元", "亿元", "元", "万美元"), random));
      case "NUM" -> out.add(String.valueOf(1 + random.nextInt(120)));
      case "PHONE" -> out.add("1" + Times.digits(10, random));
      case "CODE" -> out.add(Times.digits(18, random));
      default -> throw new IllegalArgumentException("unknown slot " + slot);
    }
  }

  private String work(Random random) {
    return sometimes(0.6, random)
        ? words.any("works", random)
        : sometimes(0.5, random)
            ? names.person(random) + any(List.of("传", "的故事", "回忆录", "演义", ""), random)
            : letters(2 + random.nextInt(3), random);
  }

  /** A word in Latin letters that names nobody: brands of games, abbreviations. */
  private static String latinWord(Random random) {
    return switch (random.nextInt(3)) {
      case 0 ->
          any(WordLists.ENGLISH.of("nouns"), random) + any(List.of("", " 2", "3", "OL"), random);
      case 1 ->
          any(
              List.of(
                  "DVD", "GDP", "CEO", "CPU", "NBA", "IPO", "SUV", "PC", "QQ", "MP3", "WTO", "CBD",
                  "3D", "pos", "vs", "K线", "App", "iOS"),
              random);
      default -> any(WordLists.ENGLISH.of("organisations"), random);
    };
  }

  private String letters(int count, Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(words.any("letters", random));
    }
    return letters.toString();
  }

  private String place(Random random) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> words.any("countries", random);
      case 2, 3 -> words.any("cities", random);
      case 4 -> words.any("cities", random) + any(List.of("市", "郊区", "市区", "南站"), random);
      case 5 ->
          letters(2, random) + any(List.of("县", "区", "镇", "村", "乡", "市", "山", "湖", "岛"), random);
      case 6 ->
          words.any("cities", random) + letters(2, random) + any(List.of("区", "县", "镇"), random);
      case 7 -> names.foreign(random);
      default -> any(places, random);
    };
  }

  private String address(Random random) {
    StringBuilder address = new StringBuilder();
    if (sometimes(0.7, random)) {
      address.append(words.any("cities", random)).append(sometimes(0.6, random) ? "市" : "");
    }
    if (sometimes(0.7, random)) {
      address.append(letters(2, random)).append(any(List.of("区", "县", "镇"), random));
    }
    address
        .append(letters(2, random))
        .append(any(List.of("路", "街", "大道", "北路", "南街", "巷", "东里"), random));
    if (sometimes(0.8, random)) {
      address.append(1 + random.nextInt(300)).append("号");
    }
    if (sometimes(0.5, random)) {
      address
          .append(letters(2, random))
          .append(any(List.of("小区", "花园", "大厦", "苑", "广场", "公寓"), random));
    }
    if (sometimes(0.4, random)) {
      address.append(1 + random.nextInt(30)).append(any(List.of("号楼", "栋", "座", "楼"), random));
      address.append(1 + random.nextInt(30)).append(any(List.of("室", "单元", "层"), random));
    }
    return address.toString();
  }

  private String organisation(Random random) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> words.any("brands", random);
      case 3, 4 -> any(organisations, random);
      case 5, 6 ->
          prefix(random)
              + letters(sometimes(0.7, random) ? 2 : 3, random)
              + (sometimes(0.7, random) ? words.any("industries", random) : "")
              + words.any("company-suffixes", random);
      case 7 -> prefix(random) + letters(2, random) + words.any("industries", random);
      case 8 -> prefix(random) + words.any("institutions", random);
      default ->
          names.foreign(random) + any(List.of("队", "公司", "大学", "", "", "俱乐部", "银行", "集团"), random);
    };
  }

  private String prefix(Random random) {
    return sometimes(0.5, random)
        ? words.any("cities", random) + (sometimes(0.5, random) ? "市" : "")
        : sometimes(0.4, random)
            ? any(places, random)
            : sometimes(0.5, random) ? words.any("countries", random) : letters(2, random);
  }

  private static String date(Random random) {
    int month = 1 + random.nextInt(12);
    int day = 1 + random.nextInt(28);
    return switch (random.nextInt(6)) {
      case 0 -> year(random) + "年" + month + "月" + day + "日";
      case 1 -> month + "月" + day + "日";
      case 2 -> year(random) + "-" + month + "-" + day;
      case 3 -> year(random) + "年" + month + "月";
      case 4 ->
          any(List.of("周", "星期"), random) + any(List.of("一", "二", "三", "四", "五", "六", "日"), random);
      default -> year(random) + "年";
    };
  }

  private static int year(Random random) {
    return 1900 + random.nextInt(130);
  }
}
