/** Takes evaluation sets out of training text: step {@code decontaminate}. */
package org.sluice.jobs.decontaminate;
