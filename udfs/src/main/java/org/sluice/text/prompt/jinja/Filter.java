package org.sluice.text.prompt.jinja;

import org.sluice.text.prompt.python.Arguments;

/** A filter: what stands before the bar and the arguments to a new value. */
@FunctionalInterface
interface Filter {
  Object apply(Run run, Object value, Arguments arguments);
}
