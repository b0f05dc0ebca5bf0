/**
 * Which sources a training set is made of, in which shares and in which order: step {@code mix}.
 */
package org.sluice.jobs.mix;
