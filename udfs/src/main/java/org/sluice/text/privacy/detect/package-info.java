/** Detectors of personal data, one a file, and what they share; {@link Detectors} lists them. */
package org.sluice.text.privacy.detect;
