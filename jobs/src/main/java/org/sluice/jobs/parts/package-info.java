/** Takes parts of texts out that stand elsewhere in the corpus: step {@code dedup_text}. */
package org.sluice.jobs.parts;
