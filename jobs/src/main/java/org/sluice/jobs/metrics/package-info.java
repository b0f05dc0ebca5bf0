/** What Spark's own metrics system and UI are told of the work. */
package org.sluice.jobs.metrics;
