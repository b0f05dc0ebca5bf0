/** Trains a model of n-grams on Spark: step {@code ngram_model}. */
package org.sluice.jobs.ngrams;
