/** Which language a text is in: Apache OpenNLP's detector, helped by the text's script. */
package org.sluice.text.language;
