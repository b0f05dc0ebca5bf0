package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.text.privacy.detect.Detectors;

/** What each detector takes and what it leaves, as before and after. */
class DetectorExamplesTest {
  private static final Redactor ALL = all();

  static Redactor all() {
    Map<String, Mode> modes = new HashMap<>();
    Detectors.usual().forEach(name -> modes.put(name, Mode.TAG));
    return Redactor.of(modes, RedactorOptions.DEFAULT);
  }

  private static void redacts(String before, String after) {
    assertThat(ALL.redact(before).text()).isEqualTo(after);
  }

  private static void leaves(String text) {
    redacts(text, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write to ana.lima@example.org before noon.|Write to <EMAIL> before noon.",
        "mailto:o'neil+news@mail.example.co.uk, or|mailto:<EMAIL>, or",
        "请联系zhang_san@example.com.cn谢谢|请联系<EMAIL>谢谢",
        "(jörg@müller.example)|(<EMAIL>)",
        "a@b.org-Fax|<EMAIL>-Fax",
        "ＡＮＡ＠ＥＸＡＭＰＬＥ．ＯＲＧ|<EMAIL>",
        "root@[192.0.2.7] waits|<EMAIL> waits",
        "end of sentence x@y.io.|end of sentence <EMAIL>.",
      })
  void findsAddresses(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@handle",
        "icon@2x.png",
        "a@b",
        "npm i pkg@1.2.3",
        "me @ example.org",
        "a@.org",
        "@@@@"
      })
  void leavesWhatIsNoAddress(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host 192.0.2.14:8080 is up|host <IP>:8080 is up",
        "from 10.0.0.0/8.|from <IP>/8.",
        "see 2001:db8::1, please|see <IP>, please",
        "ping ::1 now|ping <IP> now",
        "2001:0db8:0000:0000:0000:ff00:0042:8329|<IP>",
        "::ffff:192.0.2.128 maps|<IP> maps",
        "[fe80::a:b]:80|[<IP>]:80",
        "地址192.168.1.1的主机|地址<IP>的主机",
      })
  void findsIpAddresses(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version 1.2.3.4 is out",
        "v1.2.3.4",
        "Mozilla/5.0 Opera/9.0.1.2",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3",
        "section 3.1.2.4",
        "at 12:30:45",
        "std::cout",
        "00:1b:44:11:3a:b7",
        "01.02.03.04",
        "a::b 1::2::3",
      })
  void leavesVersionsAndTimes(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "card 4111 1111 1111 1111 exp 12/27|card <CARD> exp 12/27",
        "4111-1111-1111-1111.|<CARD>.",
        "amex 3782 822463 10005|amex <CARD>",
        "卡号6222021234567890128请查收|卡号<CARD>请查收",
        "12 5555555555554444 x|12 <CARD> x",
      })
  void findsCards(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112", // check digit
        "9111111111111111", // nobody's
        "0.4111111111111111",
        "4111-1111-1111-1111-1111",
        "id4111111111111111",
        "0000000000000000",
        "41 11111111111111",
      })
  void leavesWhatIsNoCard(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pay to GB82 WEST 1234 5698 7654 32 today|pay to <IBAN> today",
        "de89370400440532013000|<IBAN>",
        "IBAN:FR1420041010050500013M02606.|IBAN:<IBAN>.",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S|<IBAN>",
      })
  void findsIbans(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GB83 WEST 1234 5698 7654 32", // mod 97
        "DE8937040044053201300", // a digit short
        "XX82WEST12345698765432",
        "AGB82WEST12345698765432",
        "GB82WEST123456987654321",
      })
  void leavesWhatIsNoIban(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSN 536-22-1234|SSN <US_SSN>",
        "his social security number is 536 22 1234|his social security number is <US_SSN>",
        "ssn: 536221234.|ssn: <US_SSN>.",
        "536.22.1234|<US_SSN>",
      })
  void findsSocialSecurityNumbers(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSN 000-22-1234", "SSN 666-22-1234", "SSN 912-22-1234", "SSN 536-00-1234",
            "SSN 536-22-0000",
        "SSN 123-45-6789", "SSN 078-05-1120", "SSN 536-22.1234", "SSN 536-22-12345", "536221234"
      })
  void refusesNumbersThatAreNeverIssued(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "身份证11010519491231002X号|身份证<CN_ID>号",
        "证件11010519491231002x。|证件<CN_ID>。",
        "张三440524188001010014李四|张三<CN_ID>李四",
      })
  void findsResidentIds(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "110105194912310021", // check
        "11010519491331002X", // month 13
        "99010519491231002X", // province
        "211010519491231002X", // a digit before
        "440524188001010014" + "7",
      })
  void leavesWhatIsNoResidentId(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "请拨打13800138000联系我|请拨打<CN_MOBILE>联系我",
        "电话：+86 138 0013 8000。|电话：<CN_MOBILE>。",
        "手机+8613800138000|手机<CN_MOBILE>",
        "(+86)138-0013-8000|<CN_MOBILE>",
        "１３８００１３８０００是我的号码|<CN_MOBILE>是我的号码",
      })
  void findsChineseMobiles(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"订单号213800138000", "金额13800138000.5元", "编号12800138000号", "13800-138000"})
  void leavesOtherElevenDigits(String text) {
    leaves(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call (415) 555-2671 or|call <PHONE> or",
        "415-555-2671 x123|<PHONE>",
        "+49 (0)30 1234567|<PHONE>",
        "Fax: 030 / 901820|Fax: <PHONE>",
        "+44 20 7946 0958 and 0033 1 42 68 53 00|<PHONE> and <PHONE>",
        "my number is 668 5702.|my number is <PHONE>.",
        "座机010-62345678转801。|座机<PHONE>。",
        "tel:+14155552671;|tel:<PHONE>;",
        "61 51 81 office|<PHONE> office",
      })
  void findsPhones(String before, String after) {
    redacts(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on 1993-01-04 14:56:41",
        "She was born on 12/15/1995 here",
        "from 08/2017 - 12/2018",
        "1998-2004",
        "12.345.678 shares",
        "order number 0412345678",
        "$ 212 555 2671",
        "in 2008 2009 2010 2011",
        "Nature 5 (2019) 123-4567",
        "3.14159265358979",
        "1,234,567,890",
        "ISBN 978-3-16-148410-0",
      })
  void leavesOtherNumbers(String text) {
    leaves(text);
  }

  @Test
  void theStrongerFindingWins() {
    // the eighteen digits of this resident ID also pass as a card
    redacts("证件440524188001010014", "证件<CN_ID>");
    redacts("call 10.218.6.131", "call <IP>");
  }
}
