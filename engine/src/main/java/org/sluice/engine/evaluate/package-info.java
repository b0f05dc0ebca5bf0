/** How good a model is: losses and choices. */
package org.sluice.engine.evaluate;
