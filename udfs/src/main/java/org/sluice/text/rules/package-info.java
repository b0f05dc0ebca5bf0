/**
 * Quality rules of web corpora, exactly as datatrove 0.10.1 applies them: the same numbers, the
 * same reasons, in the same order. {@link org.sluice.text.rules.Profiles} lists them.
 */
package org.sluice.text.rules;
