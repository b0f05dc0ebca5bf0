/** Text to token ids and back; new tokenizers; the tokenizers of GGUF files. */
package org.sluice.engine.tokenizer;
