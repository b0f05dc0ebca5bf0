/**
 * Learns the pieces of a unigram language model as SentencePiece does (Kudo 2018, "Subword
 * Regularization"; trainer in unigram_model_trainer.cc).
 */
package org.sluice.engine.tokenizer.unigram;
