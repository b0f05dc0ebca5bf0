/**
 * Rows to prompts with answers, by the Alpaca prompts, a prompt of one's own, or a chat template.
 */
package org.sluice.jobs.format;
