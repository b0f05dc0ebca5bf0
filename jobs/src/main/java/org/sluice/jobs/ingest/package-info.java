/**
 * Files to rows: readers that keep the place of every line, and rejects for what they cannot take.
 */
package org.sluice.jobs.ingest;
