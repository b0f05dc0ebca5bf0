/** From a model back to the rows it was trained on, and from a row to all that holds it. */
package org.sluice.jobs.lineage;
