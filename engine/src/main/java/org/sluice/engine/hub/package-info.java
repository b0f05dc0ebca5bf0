/**
 * Models from a hub that speaks Hugging Face's protocol, into the cache that its own tools share.
 */
package org.sluice.engine.hub;
