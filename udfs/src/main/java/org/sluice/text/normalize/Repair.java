package org.sluice.text.normalize;

/** What is mended before a text is normalised. */
public enum Repair {
  NONE,
  /** Characters that no text means: controls, halves of surrogate pairs, byte order marks. */
  CHARACTERS,
  /** The same, and UTF-8 that was read as Windows-1252 or Latin-1. */
  ENCODING
}
