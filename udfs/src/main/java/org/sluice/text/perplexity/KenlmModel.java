package org.sluice.text.perplexity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.sluice.text.perplexity.KenlmTables.Gram;

/**
 * A binary file of KenLM, probing or trie, quantised or not, with compressed pointers or without.
 * It is mapped into memory, not read: opening one takes no time, and all JVMs of a machine share
 * its pages.
 */
public final class KenlmModel implements NgramModel {
  private final KenlmTables tables;
  private final int order;
  private final int begin;
  private final int end;

  private KenlmModel(KenlmTables tables, int order) {
    this.tables = tables;
    this.order = order;
    this.begin = number("<s>");
    this.end = number("</s>");
  }

  /** Whether a file with this beginning is one of KenLM's. */
  public static boolean isOne(byte[] beginning) {
    return KenlmHeader.isOne(beginning);
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it is none of KenLM's, of another version, or cut off
   */
  public static KenlmModel open(Path file) throws IOException {
    MappedBytes bytes = MappedBytes.of(file);
    KenlmHeader header = KenlmHeader.read(bytes);
    KenlmTables tables =
        header.isTrie() ? new KenlmTrie(bytes, header) : new KenlmProbing(bytes, header);
    return new KenlmModel(tables, header.counts().length);
  }

  @Override
  public int order() {
    return order;
  }

  private int number(String word) {
    return tables.number(MurmurHash64A.hash(word.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public double score(List<String> sentence) {
    int[] words = new int[sentence.size() + 2];
    words[0] = begin;
    for (int i = 0; i < sentence.size(); i++) {
      words[i + 1] = number(sentence.get(i));
    }
    words[words.length - 1] = end;
    Gram gram = new Gram();
    double sum = 0;
    for (int i = 1; i < words.length; i++) {
      sum += score(gram, words, i);
    }
    return sum;
  }

  /** The probability of the longest gram that ends here, and the back-off of longer contexts. */
  private float score(Gram gram, int[] words, int at) {
    tables.start(gram, words[at]);
    int from = at;
    while (from > 0 && at - from < order - 1 && tables.extend(gram, words[from - 1])) {
      from--;
    }
    float probability = gram.probability;
    int known = at - from; // words of the context that the gram holds
    if (from == 0 || known == order - 1) {
      return probability;
    }
    tables.start(gram, words[at - 1]);
    for (int length = 1; ; length++) {
      if (length > known) {
        probability += gram.backoff;
      }
      int next = at - 1 - length;
      if (length == order - 1 || next < 0 || !tables.extend(gram, words[next])) {
        return probability;
      }
    }
  }
}
