package org.sluice.engine.tokenizer;

/** The two files of a tokenizer, as Hugging Face's libraries read them. */
public record TrainedTokenizer(String tokenizerJson, String tokenizerConfigJson) {}
