/** From a web page to the text that it is about. */
package org.sluice.text.html;
