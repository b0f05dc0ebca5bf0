package org.sluice.engine.model;

import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Var;

/** A body of an encoder and a decoder that attends to it. */
interface EncoderDecoder {
  Var encode(Run run);

  /** States of the decoder; the run knows the encoder's. */
  Var decode(Run run);

  /** The output layer. */
  Linear head();

  /** Factor on the decoder's states before the output layer. */
  double outputFactor();
}
