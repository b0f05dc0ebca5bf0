/**
 * A recurrent network that labels Chinese words and letters, in plain Java: Baidu's LAC (Jiao, Sun,
 * Sun 2018, arXiv:1807.01882). {@link org.sluice.text.privacy.ner.network.Network} is the door.
 */
package org.sluice.text.privacy.ner.network;
