package org.sluice.text.importance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a target and a source look like, in one JSON file:
 *
 * <pre>
 * {"format": "sluice-importance", "version": 1, "hash": "python-3.11-seed-42",
 *  "target": {"documents": 3, "words": 120, "buckets": [0, 2, ...]},
 *  "source": {"documents": 9, "words": 360, "buckets": [1, 0, ...]}}
 * </pre>
 *
 * <p>A bucket holds how many words and pairs of words of the sample fall into it.
 */
public record ImportanceModel(SampleCounts target, SampleCounts source) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "sluice-importance";
  private static final int VERSION = 1;

  /** The text of its file; equal models have equal texts. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("hash", HashedGrams.NAME);
    root.set("target", json(target));
    root.set("source", json(source));
    return root + "\n";
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it is no such model; the message says why
   */
  public static ImportanceModel read(InputStream content) throws IOException {
    JsonNode root = JSON.readTree(content);
    if (root == null || !root.path("format").asText().equals(FORMAT)) {
      throw new IOException("is no model of importance");
    }
    if (root.path("version").asInt() != VERSION
        || !root.path("hash").asText().equals(HashedGrams.NAME)) {
      throw new IOException("is a model of importance of another version or hash");
    }
    SampleCounts target = sample(root.path("target"), "target");
    SampleCounts source = sample(root.path("source"), "source");
    if (target.buckets().length != source.buckets().length) {
      throw new IOException("target and source have not as many buckets");
    }
    return new ImportanceModel(target, source);
  }

  private static ObjectNode json(SampleCounts sample) {
    ObjectNode node = JSON.createObjectNode();
    node.put("documents", sample.documents()).put("words", sample.words());
    ArrayNode buckets = node.putArray("buckets");
    for (long count : sample.buckets()) {
      buckets.add(count);
    }
    return node;
  }

  private static SampleCounts sample(JsonNode node, String name) throws IOException {
    long[] buckets = new long[node.path("buckets").size()];
    boolean whole = true;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = node.get("buckets").get(i).asLong(-1);
      whole &= buckets[i] >= 0;
    }
    long documents = node.path("documents").asLong();
    long words = node.path("words").asLong();
    if (!whole || buckets.length < 2 || documents < 1 || words < 1) {
      throw new IOException("the counts of the " + name + " are not whole");
    }
    return new SampleCounts(buckets, documents, words);
  }
}
