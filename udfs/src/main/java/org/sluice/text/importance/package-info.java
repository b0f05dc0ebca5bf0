/** How much likelier a text is in one kind of text than in another, by a bag of hashed words. */
package org.sluice.text.importance;
