package org.sluice.jobs.classify;

import java.io.Serializable;
import org.apache.spark.ml.linalg.SparseVector;

/** A trained logistic regression. */
record Weights(HashedWords words, double[] coefficients, double intercept) implements Serializable {

  /** The probability that a text is good. */
  double score(String text) {
    SparseVector vector = words.vector(text).toSparse();
    double sum = intercept;
    for (int i = 0; i < vector.indices().length; i++) {
      sum += coefficients[vector.indices()[i]] * vector.values()[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
