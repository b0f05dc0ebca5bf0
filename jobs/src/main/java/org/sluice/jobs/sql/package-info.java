/**
 * The product's functions on a row, in Spark SQL: a catalog that one line of configuration sets.
 * One class a namespace lists its functions; {@link org.sluice.jobs.sql.SqlFunctions} lists all.
 */
package org.sluice.jobs.sql;
