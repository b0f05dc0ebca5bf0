/** Linear-chain conditional random fields (Lafferty, McCallum, Pereira 2001): who follows whom. */
package org.sluice.text.privacy.ner.crf;
