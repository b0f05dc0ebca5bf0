package org.sluice.text.privacy.detect;

/**
 * Finds one type of personal data. Detectors hold no state of a text and never throw, whatever the
 * text.
 */
public sealed interface Detector
    permits CardDetector,
        CnIdDetector,
        CnMobileDetector,
        EmailDetector,
        IbanDetector,
        IdDetector,
        IpDetector,
        NameDetector,
        PatternDetector,
        PhoneDetector,
        UsSsnDetector {
  /** Adds what it finds in the page. */
  void find(Page page, Findings findings);

  /** Whether it finds nothing where there is neither a digit nor an @. */
  default boolean needsDigits() {
    return true;
  }
}
