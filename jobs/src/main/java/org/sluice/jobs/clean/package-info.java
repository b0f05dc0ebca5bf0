/** One pass over the text: normalise, identify the language, judge by rules. */
package org.sluice.jobs.clean;
