package org.sluice.text.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sluice.text.normalize.LowerCase;

/** Renders what stands in the place of a finding. */
final class Replacement {
  /** 80 bits: among a billion different values the chance that two share a token is 4e-7. */
  private static final int TOKEN_BYTES = 10;

  private final byte[] key;

  Replacement(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /** The made-up values of one document. */
  Fakes fakes(String... texts) {
    return new Fakes(new String(key, StandardCharsets.UTF_8), texts);
  }

  String of(Mode mode, String type, String found, Fakes fakes) {
    return switch (mode) {
      case TAG -> "<" + type + ">";
      case MASK -> mask(found);
      case HASH -> "<" + type + ":" + token(type, found) + ">";
      case REMOVE -> "";
      case FAKE -> fakes.of(type, found);
    };
  }

  private static String mask(String found) {
    StringBuilder masked = new StringBuilder(found.length());
    found.codePoints().forEach(c -> masked.appendCodePoint(Character.isLetterOrDigit(c) ? '*' : c));
    return masked.toString();
  }

  /**
   * HMAC-SHA-256 of type and value, cut to {@link #TOKEN_BYTES}, each half byte as a letter a to p:
   * a token without digits is never taken for a number by a later pass.
   */
  private String token(String type, String found) {
    byte[] digest;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      digest = mac.doFinal((type + "\0" + canonical(type, found)).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
    StringBuilder letters = new StringBuilder(2 * TOKEN_BYTES);
    for (int i = 0; i < TOKEN_BYTES; i++) {
      letters
          .append((char) ('a' + ((digest[i] >> 4) & 15)))
          .append((char) ('a' + (digest[i] & 15)));
    }
    return letters.toString();
  }

  /** One value for all ways to write it: 4111-1111 and 4111 1111, A@B.org and a@b.org. */
  private static String canonical(String type, String found) {
    String lower = LowerCase.of(found);
    if (type.equals("EMAIL") || type.equals("IP")) {
      return lower;
    }
    StringBuilder kept = new StringBuilder(lower.length());
    lower.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
