/** The rows that are left, as files for others. */
package org.sluice.jobs.write;
