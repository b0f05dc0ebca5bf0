/** Models of fastText, read as they are (Joulin et al. 2016). */
package org.sluice.text.fasttext;
