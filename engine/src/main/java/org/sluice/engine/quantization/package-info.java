/** Values of few bits, as files and memory hold them alike. */
package org.sluice.engine.quantization;
