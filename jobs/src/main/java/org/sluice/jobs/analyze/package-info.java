/** Measures a corpus before any rule is set. */
package org.sluice.jobs.analyze;
