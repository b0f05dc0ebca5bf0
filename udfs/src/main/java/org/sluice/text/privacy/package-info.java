/** Finding personal data in one text and replacing it; {@link Redactor} is the door. */
package org.sluice.text.privacy;
