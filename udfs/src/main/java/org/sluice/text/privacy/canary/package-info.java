/** Made-up personal data in sentences, to measure what a redactor finds of it. */
package org.sluice.text.privacy.canary;
