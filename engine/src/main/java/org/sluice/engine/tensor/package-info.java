/** Tensors, the ops on them, and the tape that strings ops together. */
package org.sluice.engine.tensor;
