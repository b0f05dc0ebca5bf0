/** What models that classify say of texts. */
package org.sluice.engine.classify;
