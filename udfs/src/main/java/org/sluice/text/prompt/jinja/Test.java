package org.sluice.text.prompt.jinja;

import org.sluice.text.prompt.python.Arguments;

/** A test: what stands after {@code is}. */
@FunctionalInterface
interface Test {
  boolean holds(Object value, Arguments arguments);
}
