package org.sluice.engine.file;

import java.util.Map;
import java.util.Set;

/** What a GGUF file says of its model, before the weights are read. */
interface GgufHeader {
  /** Values are Long, Double, Boolean, String or lists of those. */
  Map<String, Object> metadata();

  /** Names of the tensors. */
  Set<String> tensors();

  /** Slowest dimension first. */
  long[] shape(String name);

  /** A tensor's values. */
  float[] floats(String name);
}
