package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The attributes of int, bool and float. */
final class NumberMethods {
  private NumberMethods() {}

  static Object find(Object number, String name) {
    Object whole = number instanceof Double ? number : Arithmetic.whole(Types.big(number));
    return switch (name) {
      case "real" -> whole;
      case "imag" -> number instanceof Double ? (Object) 0.0 : (Object) 0L;
      case "conjugate" -> method(name, () -> whole);
      case "as_integer_ratio" -> method(name, () -> ratio(number));
      default ->
          number instanceof Double real ? ofFloat(real, name) : ofInt(Types.big(number), name);
    };
  }

  private static Object ofInt(BigInteger number, String name) {
    return switch (name) {
      case "numerator" -> Arithmetic.whole(number);
      case "denominator" -> 1L;
      case "bit_length" -> method(name, () -> (long) number.abs().bitLength());
      case "bit_count" -> method(name, () -> (long) number.abs().bitCount());
      default -> Attributes.ABSENT;
    };
  }

  private static Object ofFloat(double number, String name) {
    return name.equals("is_integer")
        ? method(name, () -> Double.isFinite(number) && number == Math.rint(number))
        : Attributes.ABSENT;
  }

  private static Tuple ratio(Object number) {
    if (!(number instanceof Double real)) {
      return Tuple.of(Arithmetic.whole(Types.big(number)), 1L);
    }
    Floats.truncate(real); // says what is wrong with NaN and infinity
    BigDecimal exact = new BigDecimal(real);
    BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
    BigInteger numerator = exact.multiply(new BigDecimal(denominator)).toBigIntegerExact();
    BigInteger shared = numerator.gcd(denominator);
    return Tuple.of(
        Arithmetic.whole(numerator.divide(shared)), Arithmetic.whole(denominator.divide(shared)));
  }

  private static Function method(String name, java.util.function.Supplier<Object> body) {
    Signature signature = Signature.positional(name, 0, 0);
    return Function.of(
        name,
        arguments -> {
          signature.bind(arguments);
          return body.get();
        });
  }
}
