/**
 * Settings: from YAML or a command line onto records, and back to JSON and to tables for people.
 *
 * <p>{@link org.sluice.base.config.Node} is what was written, with the place where it stands;
 * {@link org.sluice.base.config.Binder} makes a record of it and tells every mistake at once.
 */
package org.sluice.base.config;
