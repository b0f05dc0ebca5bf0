/**
 * Trains the taggers of {@link org.sluice.text.privacy.ner}: sentences are made from patterns and
 * lists, marked corpora with free licences may be added, and {@link
 * org.sluice.text.privacy.ner.train.TrainTagger} writes the model. The same input gives the same
 * bytes.
 */
package org.sluice.text.privacy.ner.train;
