/**
 * Rules as programs other than datatrove apply them. Each profile measures what its peer measures,
 * also where that is a matter of taste; the names of its reasons are the peer's.
 */
package org.sluice.text.rules.peer;
