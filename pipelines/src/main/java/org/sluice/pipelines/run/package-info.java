/** Runs a plan: the steps in order, the account of the run, what is printed at its end. */
package org.sluice.pipelines.run;
