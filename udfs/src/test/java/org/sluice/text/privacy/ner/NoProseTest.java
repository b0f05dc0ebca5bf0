package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, lists, headings and code hold no names but those that stand in them. */
class NoProseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----------------------------",
        "1 2 3 4 5 6 7 8 9 10\n0.1 0.2 0.3 0.4\n",
        "Name | Value | Other\n------|-------|------\n12 | 14 | 18\n====================",
        "| Model | Params | MMLU | GSM8K |\n|---|---|---|---|\n| base | 1.1B | 34.2 | 12.0 |",
        "Intro\n---\n\n- first\n- second\n\n----------\n\nEnd ________________ signature",
        "Items\n1. milk\n2. bread\n3. two eggs\n\n* salt\n* sugar\n\nTotal: 14.50\nTax: 1.20",
        "def f(x):\n    return x ** 2  # ------------- helper\nfor i in range(10): print(i)",
        "~~~\ncode x = 0x0f; y = 0x1c0x2a\n~~~\n<<<<<<< HEAD\n=======\n>>>>>>> main",
        "where m is the mass and c = 299792458 m/s. See Eq. 4 and Fig. 2a.",
        "序号,项目,金额\n1,办公用品,320\n2,差旅费,1500\n合计,1820",
        "单价 数量 小计\n12.5 4 50\n8 10 80\n总计 130",
        "凉菜：拍黄瓜 皮蛋豆腐\n热菜：麻婆豆腐 回锅肉\n主食：炒饭 面条",
        "荔枝、香蕉、橘子、葡萄、西瓜、草莓",
        "甲 乙 丙 丁 戊 己 庚 辛\n东 南 西 北 中",
        "首页 产品 服务 新闻 关于我们 联系方式\n上一页 1 2 3 下一页",
        "public static void main(String[] args) { // 主函数\n  int 总数 = 0;\n}",
        "def 求和(a, b):\n    return a + b",
        "错误码：1003\n# 返回结果\n温度 湿度 风力"
      })
  void holdsNoNames(String text) {
    assertThat(Tagger.shipped().find(text)).isEmpty();
  }

  @Test
  void aListOfPeopleHoldsThem() {
    assertThat(Tagger.shipped().find("Phone list\n----------\n- Mary Jones\n- Peter Brown"))
        .extracting(Entity::type)
        .containsExactly(EntityType.PERSON, EntityType.PERSON);
    assertThat(Tagger.shipped().find("通讯录\n------\n1. 王建国\n2. 李晓娜"))
        .extracting(Entity::type)
        .containsExactly(EntityType.PERSON, EntityType.PERSON);
  }
}
