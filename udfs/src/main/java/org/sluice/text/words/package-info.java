/**
 * Words, sentences and simplified text as datatrove sees them.
 *
 * <p>English is spaCy's tokenizer re-done in scanners (the facts about its special cases and
 * character classes are spaCy's, MIT licence); Chinese and other languages use ICU.
 */
package org.sluice.text.words;
