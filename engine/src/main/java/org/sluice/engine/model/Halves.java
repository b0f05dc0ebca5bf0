package org.sluice.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** What of an addition concerns an encoder and what a decoder. */
final class Halves {
  private Halves() {}

  /** Virtual tokens stand in front of what the encoder reads. */
  static Extra encoder(Extra all) {
    if (all == Extra.NONE) {
      return all;
    }
    return new Extra() {
      @Override
      public void begin(Tape tape) {
        all.begin(tape);
      }

      @Override
      public Optional<Var> virtual(Tape tape) {
        return all.virtual(tape);
      }

      @Override
      public int virtualTokens() {
        return all.virtualTokens();
      }

      @Override
      public Var attention(Tape tape, int layer, Var q, Var y) {
        return all.inEncoder().attention(tape, layer, q, y);
      }

      @Override
      public Var feedForward(Tape tape, int layer, Var y, UnaryOperator<Var> stream) {
        return all.inEncoder().feedForward(tape, layer, y, stream);
      }
    };
  }

  /** Prefixes stand in front of what the decoder has said. */
  static Extra decoder(Extra all) {
    if (all == Extra.NONE) {
      return all;
    }
    return new Extra() {
      @Override
      public void begin(Tape tape) {
        all.begin(tape);
      }

      @Override
      public Optional<List<Var>> prefix(Tape tape, int layer) {
        return all.prefix(tape, layer);
      }

      @Override
      public int prefixTokens() {
        return all.prefixTokens();
      }

      @Override
      public Var attention(Tape tape, int layer, Var q, Var y) {
        return all.attention(tape, layer, q, y);
      }

      @Override
      public Var feedForward(Tape tape, int layer, Var y, UnaryOperator<Var> stream) {
        return all.feedForward(tape, layer, y, stream);
      }
    };
  }
}
