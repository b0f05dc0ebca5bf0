/** Keeps what looks like good text: step {@code classify}. */
package org.sluice.jobs.classify;
