package org.sluice.text.prompt;

import java.io.Serializable;
import java.util.List;

/**
 * A rendered conversation.
 *
 * @param assistantSpans what the assistant says in it, in code points: from {@link
 *     ChatTemplate#render} the template's own {@code generation} blocks (none when it has none),
 *     from {@link ChatTemplate#trainingText} what is to be trained
 */
public record Rendering(String text, List<Span> assistantSpans) implements Serializable {
  public Rendering {
    assistantSpans = List.copyOf(assistantSpans);
  }
}
