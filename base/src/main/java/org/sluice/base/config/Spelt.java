package org.sluice.base.config;

/** A constant that recipes write in another way than {@link Names#wire} would. */
public interface Spelt {
  /** As recipes write it. */
  String spelling();
}
