package org.sluice.text.normalize;

import java.io.Serializable;

/**
 * Brings a text to one form: repair, then Unicode form, then white space. Doing it twice changes
 * nothing more.
 *
 * @param repair what is mended
 * @param form the Unicode form
 * @param spaces what happens to white space
 */
public record Normalizer(Repair repair, UnicodeForm form, Spaces spaces) implements Serializable {
  /** Everything that is safe for any language: mends, NFC, tidy white space. */
  public static final Normalizer USUAL =
      new Normalizer(Repair.ENCODING, UnicodeForm.NFC, Spaces.TIDY);

  /** The normalised text; the same object when nothing had to change. */
  public String normalize(String text) {
    String mended =
        switch (repair) {
          case NONE -> text;
          case CHARACTERS -> Characters.mend(text);
          case ENCODING -> Characters.mend(Mojibake.mend(text));
        };
    String formed = form.apply(mended);
    return switch (spaces) {
      case KEEP -> formed;
      case TIDY -> SpaceTidier.tidy(formed);
    };
  }

  /** Whether a text was encoded twice, and this undoes it. */
  public boolean mendsEncoding(String text) {
    return repair == Repair.ENCODING && !Mojibake.mend(text).equals(text);
  }
}
