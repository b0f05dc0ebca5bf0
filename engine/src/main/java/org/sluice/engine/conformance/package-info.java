/** Proves the engine's arithmetic against numbers that other libraries computed. */
package org.sluice.engine.conformance;
