package org.sluice.text.privacy.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the words beside a number say of its being a phone number. */
enum PhoneCue {
  /** "call me at", "-Fax", 电话. */
  FOR,
  /** Nothing. */
  NONE,
  /** "order number", "$". */
  AGAINST;

  private static final Map<String, PhoneCue> WORDS = new HashMap<>();

  static {
    for (String word :
        """
        phone phones telephone tel telno mobile cell cellphone cellular fax telefax call calling caller callback dial
        dialing text texting texted sms message messages messaging whatsapp wechat viber signal contact reach ring
        hotline helpline landline voicemail desk phoned telefon telefono teléfono téléphone téléphoner handy móvil
        celular mobil portable appeler appelez anrufen llamar llame chiamare ligar whats cel"""
            .split("\\s+")) {
      WORDS.put(word, FOR);
    }
    for (String word :
        """
        account acct order invoice card policy reference ref ticket case zip zipcode postcode isbn issn doi patent id
        ssn iban serial sku version tracking part model population page pages vol volume license licence passport tax
        vat ein swift bic address road street building room suite apt unit box revenue profit shares price usd eur gbp
        years year"""
            .split("\\s+")) {
      WORDS.put(word, AGAINST);
    }
  }

  /** Words that stand right after a number: "-Office", " (home)". */
  private static final Set<String> BEHIND =
      Set.of(
          "office",
          "fax",
          "mobile",
          "phone",
          "cell",
          "home",
          "work",
          "tel",
          "desk",
          "direct",
          "telephone",
          "landline");

  /** Words that need a colon to say it before a number: "Office: 555 1234", "Home - ". */
  private static final List<String> LABELS =
      List.of(
          "office",
          "home",
          "work",
          "direct",
          "main",
          "business",
          "toll free",
          "toll-free",
          "m",
          "t",
          "f",
          "p",
          "o");

  private static final List<String> CHINESE =
      List.of("电话", "手机", "联系", "致电", "拨打", "传真", "热线", "座机", "来电", "電話", "手機", "聯繫", "傳真");

  private static final List<String> OWNERS = List.of("my", "your", "his", "her", "our", "their");

  static PhoneCue of(Page page, int start, int end) {
    char sign = page.at(page.at(start - 1) == ' ' ? start - 2 : start - 1);
    if (Character.getType(sign) == Character.CURRENCY_SYMBOL) {
      return AGAINST;
    }
    if (BEHIND.contains(Context.after(page, end).firstWord(3))) {
      return FOR;
    }
    Context before = Context.before(page, start);
    if (before.hasNoLetters()) {
      return NONE; // the case of tables
    }
    if (before.holds(CHINESE)) {
      return FOR;
    }
    PhoneCue word = before.last(WORDS, NONE);
    if (word != NONE) {
      return word;
    }
    return isLabelled(before.text()) || isOwned(before.text()) ? FOR : NONE;
  }

  private static boolean isLabelled(String before) {
    String label = before.stripTrailing();
    if (!label.endsWith(":") && !label.endsWith(".")) {
      return false;
    }
    String name = label.substring(0, label.length() - 1);
    for (String known : LABELS) {
      int at = name.length() - known.length();
      if (name.endsWith(known) && (at == 0 || !Character.isLetter(name.charAt(at - 1)))) {
        return label.endsWith(":") || known.length() == 1;
      }
    }
    return false;
  }

  /** "my number is": a number that belongs to somebody and is called nothing else. */
  private static boolean isOwned(String before) {
    for (String owner : OWNERS) {
      if (before.contains(owner + " number") || before.contains(owner + " new number")) {
        return true;
      }
    }
    return false;
  }
}
