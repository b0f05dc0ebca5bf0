/** Trains models of how much likelier a text is in one kind of text than in another. */
package org.sluice.jobs.importance;
