/** Language models: architectures, their weights, and running them forward. */
package org.sluice.engine.model;
