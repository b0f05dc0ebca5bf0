package org.sluice.jobs.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.jobs.Failures;

/**
 * How a rank ended. Travels as JSON: Spark's Kryo serializer, which a user may have set, cannot
 * carry records.
 *
 * @param text the result, or the error's message
 * @param trace the stack trace of a bug, else empty
 */
record Outcome(int rank, Kind kind, String text, String trace) {
  enum Kind {
    DONE,
    /** The user's mistake: no use in trying again. */
    USER_ERROR,
    /** Our mistake: no use in trying again. */
    BUG,
    /** Only the other ranks' end ended this one. */
    LOST
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  static Outcome done(int rank, String result) {
    return new Outcome(rank, Kind.DONE, result, "");
  }

  static Outcome lost(int rank, String why) {
    return new Outcome(rank, Kind.LOST, why, "");
  }

  static Outcome failed(int rank, Throwable error) {
    if (error instanceof RankLost) {
      return lost(rank, error.getMessage());
    }
    Optional<UserError> mistake = Failures.userError(error);
    if (mistake.isPresent()) {
      return new Outcome(rank, Kind.USER_ERROR, mistake.get().getMessage(), "");
    }
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return new Outcome(rank, Kind.BUG, error.toString(), trace.toString());
  }

  String toJson() {
    return JSON.createObjectNode()
        .put("rank", rank)
        .put("kind", kind.name())
        .put("text", text)
        .put("trace", trace)
        .toString();
  }

  static Outcome fromJson(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return new Outcome(
          node.get("rank").asInt(),
          Kind.valueOf(node.get("kind").asText()),
          node.get("text").asText(),
          node.get("trace").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rank sent no outcome", e);
    }
  }
}
