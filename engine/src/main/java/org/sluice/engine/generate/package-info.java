/** Text from a model, token by token. */
package org.sluice.engine.generate;
