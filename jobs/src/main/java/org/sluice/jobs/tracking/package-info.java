/** Tells other programs how training went. */
package org.sluice.jobs.tracking;
