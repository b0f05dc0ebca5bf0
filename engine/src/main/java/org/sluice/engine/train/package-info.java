/** One training loop for all that can be trained. */
package org.sluice.engine.train;
