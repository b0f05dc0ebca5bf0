package org.sluice.text.privacy;

import java.util.List;

/**
 * A redacted text.
 *
 * @param text the text with each span replaced
 * @param spans what was replaced, in order of position; offsets are those of the original text
 */
public record Redaction(String text, List<Span> spans) {}
