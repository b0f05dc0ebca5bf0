/** Examples to tokens with labels, packed into blocks of fixed length. */
package org.sluice.jobs.tokenize;
