/** The tables of a run, and rows on their way through several steps in one pass. */
package org.sluice.jobs.tables;
