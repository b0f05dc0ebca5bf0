/** Personal data out of the text columns, with the places where it stood. */
package org.sluice.jobs.redact;
