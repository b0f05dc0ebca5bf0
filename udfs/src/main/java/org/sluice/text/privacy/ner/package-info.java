/**
 * Names of people, organisations and places, addresses, dates and the like in running English and
 * Chinese text: a linear-chain conditional random field (Lafferty et al. 2001) over hashed features
 * of words, their neighbours and lists of names, and for Chinese two recurrent networks ({@code
 * network}) as well. {@link org.sluice.text.privacy.ner.Tagger} is the door; {@code train} makes
 * the models.
 */
package org.sluice.text.privacy.ner;
