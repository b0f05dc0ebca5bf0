/** Equal and nearly equal texts: signatures, buckets as stars, clusters, one row of each stays. */
package org.sluice.jobs.dedup;
