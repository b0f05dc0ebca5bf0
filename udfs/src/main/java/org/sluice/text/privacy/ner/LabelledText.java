package org.sluice.text.privacy.ner;

import java.util.List;

/**
 * What a model made of a text.
 *
 * @param entities what is found, in order of position
 * @param chances for each token, the probability that it is of a person, organisation or place
 */
record LabelledText(Tokens tokens, List<Entity> entities, double[] chances) {}
