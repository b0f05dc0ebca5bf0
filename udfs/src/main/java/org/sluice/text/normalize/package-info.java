/** Repair and normalisation of characters and of white space. */
package org.sluice.text.normalize;
