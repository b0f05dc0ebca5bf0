/**
 * Rows to the text that a model reads: the Alpaca prompt, a recipe's own template, and the chat
 * templates that models bring with them, with the places where the answers stand.
 */
package org.sluice.text.prompt;
