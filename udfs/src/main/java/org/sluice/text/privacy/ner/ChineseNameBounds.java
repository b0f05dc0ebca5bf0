package org.sluice.text.privacy.ner;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a name of a person in Chinese text begins and ends, and what is none: a title after it does
 * not belong to it, a family name with nothing but a title is nobody's (李先生, 张总, 杨某), and football
 * clubs are written with the same letters as foreigners are.
 */
final class ChineseNameBounds {
  private static final Set<String> FAMILIES = Set.copyOf(Gazetteer.list("zh-families"));

  private static final Set<String> TITLES =
      Set.of(
          ("先生 女士 小姐 太太 教授 老师 主任 博士 经理 医生 律师 总 某 某某 导演 院长 校长 局长 处长 所长 队长 主席 总裁 书记 主编 奶奶 爷爷 阿姨 大爷"
                  + " 大妈 叔叔 伯伯 老板 董 同学 师傅 警官 法官 市长 省长 部长 县长 镇长 村长 会长 社长 总理 总统 公 氏 家 姓 副")
              .split(" "));

  /** Titles that are as well the end of a name. */
  private static final String PART_OF_NAME = "公氏家总董姓";

  private static final int LONGEST_TITLE = 40;
  private static final String TITLE_MARKS = "《》\n";
  private static final String OPENING = "【《“\"‘'";
  private static final Pattern HAN = Pattern.compile("[\\p{IsHan}·•.-]+");
  private static final Pattern WITH_INITIAL =
      Pattern.compile("\\p{IsHan}+[·.-][A-Za-z][·.-]\\p{IsHan}+");

  /** What stars are called by: 大S, 小K. */
  private static final Pattern NICKNAME = Pattern.compile("[大小老阿][A-Za-z]");

  /** Letters that temples and tombs of three or more end with, and hardly any name. */
  private static final String ENDS_OF_PLACES = "陵寺庙宫墓祠庵";

  /** Houses that take bets and are called like people: among odds they are no people. */
  private static final Set<String> HOUSES = Set.of("威廉");

  /** What columns of bets and sports say, which networks take for people and which nobody is. */
  private static final Set<String> WORDS_OF_BETS =
      Set.of("周中 周末 主胜 客胜 平局 小胜 大胜 任九 主队 客队 升班马 领头羊".split(" "));

  private static final Set<String> CLUBS = Set.copyOf(Gazetteer.list("zh-clubs"));
  private static final Set<String> CUT_CLUBS = cutShort();

  private ChineseNameBounds() {}

  /** Newspapers cut clubs with long names to three letters, or leave the last one out. */
  private static Set<String> cutShort() {
    Set<String> cut = new HashSet<>();
    for (String club : CLUBS) {
      if (club.length() > 3) {
        cut.add(club.substring(0, 3));
        cut.add(club.substring(0, club.length() - 1));
      }
    }
    cut.removeIf(name -> (Gazetteer.CHINESE.bitsOf(name) & Gazetteer.CHINESE_FOREIGNERS) != 0);
    return Set.copyOf(cut);
  }

  /** The entity without what does not belong to it; null when it is no name. */
  static Entity fitted(String text, Entity entity) {
    int start = entity.start();
    int end = entity.end();
    while (start < end && OPENING.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    String title = titleAtEnd(text.substring(start, end));
    String base = text.substring(start, end - title.length());
    if (!title.isEmpty() && isFamily(base)) {
      return null;
    }
    if (PART_OF_NAME.indexOf(title) < 0) {
      end -= title.length();
    }
    String name = text.substring(start, end);
    boolean written = isPerson(name) || isHandle(text, name, start);
    boolean person = written && !isAddressed(text, name, end) && !isPart(text, start, end);
    return person ? new Entity(entity.type(), start, end, entity.score()) : null;
  }

  /** A football club, a league or a house that takes bets. */
  static boolean isClub(String name) {
    return CLUBS.contains(name) || CUT_CLUBS.contains(name);
  }

  /** The same for a stretch of a text: what stands around it tells of some. */
  static boolean isClub(String text, int start, int end) {
    String name = text.substring(start, end);
    return isClub(name) || (HOUSES.contains(name) && NameCues.isAmongOdds(text, start, end));
  }

  private static String titleAtEnd(String name) {
    for (int length = 2; length > 0; length--) {
      String end = name.substring(Math.max(0, name.length() - length));
      if (end.length() < name.length() && TITLES.contains(end)) {
        return end;
      }
    }
    return "";
  }

  private static boolean isFamily(String name) {
    return name.length() == 1 || FAMILIES.contains(name);
  }

  /** A family name before a title. */
  private static boolean isAddressed(String text, String name, int end) {
    return FAMILIES.contains(name)
        && TITLES.stream().anyMatch(title -> text.startsWith(title, end));
  }

  /** Within a title of a work, or before a word that makes another name of it. */
  private static boolean isPart(String text, int start, int end) {
    int open = start - 1;
    int least = Math.max(0, start - LONGEST_TITLE);
    while (open > least && TITLE_MARKS.indexOf(text.charAt(open)) < 0) {
      open--;
    }
    boolean quoted = open >= 0 && text.charAt(open) == '《';
    return quoted || NameCues.isPartOfLarger(text, end);
  }

  private static boolean isPerson(String name) {
    if (name.length() < 2 || isClub(name) || WORDS_OF_BETS.contains(name) || isPlace(name)) {
      return false;
    }
    return HAN.matcher(name).matches()
        || WITH_INITIAL.matcher(name).matches()
        || NICKNAME.matcher(name).matches()
        || (LatinNames.isLatin(name) && LatinNames.isListed(name));
  }

  private static boolean isPlace(String name) {
    return name.length() > 2 && ENDS_OF_PLACES.indexOf(name.charAt(name.length() - 1)) >= 0;
  }

  /** Words of no list are names behind what a person is or does: 选手TaeJa. */
  private static boolean isHandle(String text, String name, int start) {
    return LatinNames.isHandle(name) && NameCues.isAfterRole(text, start);
  }
}
