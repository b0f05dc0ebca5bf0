package org.sluice.text.privacy.detect;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Checksums of addresses of crypto currencies. */
final class Coins {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32M = 0x2bc830a3;

  private Coins() {}

  /** 21 bytes and the first four of their double SHA-256. */
  static boolean isBase58(String address) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < address.length(); i++) {
      value =
          value
              .multiply(BigInteger.valueOf(58))
              .add(BigInteger.valueOf(BASE58.indexOf(address.charAt(i))));
    }
    byte[] number = value.toByteArray();
    byte[] bytes = new byte[25];
    int length = Math.min(number.length, 25);
    System.arraycopy(number, number.length - length, bytes, 25 - length, length);
    byte[] digest = sha256(sha256(Arrays.copyOf(bytes, 21)));
    return value.bitLength() <= 200
        && Arrays.equals(Arrays.copyOf(digest, 4), Arrays.copyOfRange(bytes, 21, 25));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** BIP 173 and 350: the polynomial of prefix and data is 1, or the constant of bech32m. */
  static boolean isBech32(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    int check = 1;
    for (int value : new int[] {'b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31}) {
      check = step(check, value);
    }
    for (int i = 3; i < lower.length(); i++) {
      check = step(check, BECH32.indexOf(lower.charAt(i)));
    }
    return check == 1 || check == BECH32M;
  }

  private static int step(int check, int value) {
    int top = check >>> 25;
    int next = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }
}
