/** Steps from table to table: their contract, their main classes, the Spark session. */
package org.sluice.jobs;
