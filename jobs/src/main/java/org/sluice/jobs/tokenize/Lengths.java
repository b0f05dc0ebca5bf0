package org.sluice.jobs.tokenize;

import java.io.Serializable;

/**
 * How long samples may be, in tokens.
 *
 * @param all of a sample that is read from its first token to its last
 * @param source of what an encoder reads
 * @param target of what a decoder answers
 */
record Lengths(int all, int source, int target) implements Serializable {
  /** What a block has room for. */
  int block(boolean encodes) {
    return encodes ? source + target : all;
  }
}
