/** Adapters and models in the form that PEFT and transformers read. */
package org.sluice.engine.export;
