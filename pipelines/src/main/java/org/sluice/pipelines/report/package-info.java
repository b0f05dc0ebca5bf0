/** The HTML report of a run and its drawings; {@link Report} is the door, plain values go in. */
package org.sluice.pipelines.report;
