/**
 * What makes two documents the same, or nearly: content hashes, shingles and MinHash signatures.
 */
package org.sluice.text.dedup;
