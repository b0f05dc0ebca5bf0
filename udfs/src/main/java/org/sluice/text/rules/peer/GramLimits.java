package org.sluice.text.rules.peer;

import java.io.Serializable;
import java.util.stream.DoubleStream;
import org.sluice.base.Setting;

/**
 * Gopher's limits on repeated runs of words (Rae et al. 2021, table A1), as several peers have
 * them.
 */
public record GramLimits(
    @Setting(help = "Largest share of characters in the commonest pair of words", def = "0.2")
        double maxTop2,
    @Setting(help = "The same of three words", def = "0.18") double maxTop3,
    @Setting(help = "The same of four words", def = "0.16") double maxTop4,
    @Setting(help = "Largest share of characters in repeated runs of 5 words", def = "0.15")
        double maxDuplicate5,
    @Setting(help = "The same of 6 words", def = "0.14") double maxDuplicate6,
    @Setting(help = "The same of 7 words", def = "0.13") double maxDuplicate7,
    @Setting(help = "The same of 8 words", def = "0.12") double maxDuplicate8,
    @Setting(help = "The same of 9 words", def = "0.11") double maxDuplicate9,
    @Setting(help = "The same of 10 words", def = "0.10") double maxDuplicate10)
    implements Serializable {

  static final GramLimits GOPHER =
      new GramLimits(0.2, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10);

  /** These limits behind others. */
  double[] behind(double... others) {
    DoubleStream own =
        DoubleStream.of(
            maxTop2,
            maxTop3,
            maxTop4,
            maxDuplicate5,
            maxDuplicate6,
            maxDuplicate7,
            maxDuplicate8,
            maxDuplicate9,
            maxDuplicate10);
    return DoubleStream.concat(DoubleStream.of(others), own).toArray();
  }
}
