package org.sluice.text.privacy.ner;

import java.util.List;

/**
 * What a model made of a text.
 *
 * @param entities what is found, in order of position
 * @param people stretches of Chinese text that may be people, in order of where they begin, also
 *     overlapping, with the probability that a person begins and ends just there
 * @param chances for each token, the probability that it is of a person, organisation or place
 */
record LabelledText(Tokens tokens, List<Entity> entities, List<Entity> people, double[] chances) {}
