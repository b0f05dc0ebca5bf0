package org.sluice.text.rules;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a profile measured of one document: a number for each of its score names, NaN where the
 * measure is not defined (a share of nothing).
 */
public final class Scores implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> names;
  private final double[] values;

  /** The values of these names, in their order. */
  public Scores(List<String> names, double... values) {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(
          names.size() + " score names, but " + values.length + " values");
    }
    this.names = names;
    this.values = values;
  }

  public List<String> names() {
    return names;
  }

  /** The value of the score at this position of {@link #names()}. */
  public double value(int position) {
    return values[position];
  }

  /** The value of a score; NaN when it is not defined for the document. */
  public double value(String name) {
    return values[names.indexOf(name)];
  }

  /** Names to values in order; null where a measure is not defined. */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(names.get(i), Double.isNaN(values[i]) ? null : (Double) values[i]);
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scores
        && names.equals(((Scores) other).names)
        && Arrays.equals(values, ((Scores) other).values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
