/** The shapes that instruction and conversation data come in, brought to one. */
package org.sluice.text.instruct;
