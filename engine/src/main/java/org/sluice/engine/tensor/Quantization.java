package org.sluice.engine.tensor;

/** How a frozen matrix is kept. */
public enum Quantization {
  /** As it is, in the compute type. */
  NONE,
  /** 4 bits a weight and a float scale for 64 weights: 4.5 bits. */
  NF4,
  /** The scales in 8 bits too: 4.127 bits. */
  NF4_DOUBLE
}
