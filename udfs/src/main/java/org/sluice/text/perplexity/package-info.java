/** How unlikely a text is to a model of n-grams. */
package org.sluice.text.perplexity;
