package org.sluice.text.privacy;

import java.io.Serializable;

/**
 * Where personal data stands; never the data itself.
 *
 * @param type the detector's name: EMAIL, PHONE, CARD, ...
 * @param start first code point
 * @param end one past the last code point
 * @param score how sure the detector is, 0 to 1; 1 where a checksum holds
 */
public record Span(String type, int start, int end, double score) implements Serializable {}
