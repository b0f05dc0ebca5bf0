package org.sluice.text.privacy.ner;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands beside a name in Chinese text and tells that it is somebody's: what people are or do
 * before it (教练, 记者), a verb of saying or thinking after it, a byline, a colon at the beginning of
 * a line. And what tells that it is the name of something else.
 */
final class NameCues {
  private static final List<String> ROLES =
      words(
          "选手 高手 小将 新秀 老将 名将 猛将 大将 球星 主帅 教练 前锋 后卫 门将 中场 队长 队员 负责人 总监 主管 顾问 发言人 创始人 董事长"
              + " 经理 主席 总裁 总统 总理 部长 分析师 设计师 设计者 制作人 导演 编剧 演员 歌手 歌星 影星 明星 女星 男星 巨星 主持人 嘉宾 模特"
              + " 超模 作者 作家 画家 艺术家 记者 专家 教授 先生 玩家 男子 女子");

  private static final List<String> SPEECH =
      words("说 表示 称 认为 指出 介绍 坦言 透露 告诉 回忆 强调 解释 补充 看来 眼里 眼中 心目中 笑 曾 先生 女士 教授");

  /** What makes another name of the one before it, also behind a closing quote. */
  private static final List<String> LARGER =
      words(
          "大学 学院 公司 集团 医院 广场 教堂 城堡 灯塔 故里 故居 群岛 岛 海峡 基金 奖 杯 号 路 街 站 庄园 纪念 镇 村 县 湖 河 山脉 半岛"
              + " 机场 体育场 工作室 乐队 别墅 博物馆 美术馆 中心 大桥 剧院 大剧院 酒店 大厦 花园 小区 战队 俱乐部 杂志 陵 墓 塔 宫 寺"
              + " 庙");

  /** Ships and prizes stand in quotes: “郑成功”号. */
  private static final List<String> LARGER_QUOTED = words("号 级 奖 杯");

  private static final String CLOSING = "”’\"";
  private static final String COLONS = ":：";
  private static final Pattern BYLINE = Pattern.compile("(?:文|图|记者|编辑|作者|撰文|摄影|主编|主持人|嘉宾)[/／：: ]?");

  /** The longest byline and its mark. */
  private static final int BYLINE_LENGTH = 4;

  /** In UTF-16 units before and after a name: about a sentence of news. */
  private static final int NEARBY = 40;

  private NameCues() {}

  private static List<String> words(String words) {
    return List.of(words.split(" "));
  }

  /** Whether what a person is or does stands right before a place in the text. */
  static boolean isAfterRole(String text, int start) {
    return ROLES.stream().anyMatch(role -> text.startsWith(role, start - role.length()));
  }

  /** Whether somebody says or thinks something right after a place in the text. */
  static boolean isBeforeSpeech(String text, int end) {
    return SPEECH.stream().anyMatch(word -> text.startsWith(word, end));
  }

  /** At the beginning of a line and before a colon, as in interviews and plays. */
  static boolean isSpeaker(String text, int start, int end) {
    boolean first = start == 0 || text.charAt(start - 1) == '\n';
    return first && end < text.length() && COLONS.indexOf(text.charAt(end)) >= 0;
  }

  /** Behind what names an author: 文/, 记者, 摄影：. */
  static boolean isByline(String text, int start) {
    for (int from = Math.max(0, start - BYLINE_LENGTH); from < start; from++) {
      if (BYLINE.matcher(text).region(from, start).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Before a word that makes the name of something else of it. */
  static boolean isPartOfLarger(String text, int end) {
    boolean quoted = end < text.length() && CLOSING.indexOf(text.charAt(end)) >= 0;
    return LARGER.stream().anyMatch(word -> text.startsWith(word, end))
        || (quoted && LARGER_QUOTED.stream().anyMatch(word -> text.startsWith(word, end + 1)));
  }

  /** Whether odds of bets (赔率) are the talk of the text around a place. */
  static boolean isAmongOdds(String text, int start, int end) {
    int from = Math.max(0, start - NEARBY);
    return text.substring(from, Math.min(text.length(), end + NEARBY)).indexOf('赔') >= 0;
  }
}
