/**
 * The part of Python's data model that chat templates lean on, in plain Java: what values are, how
 * they print, compare, add, index and format, and the methods of strings and containers.
 *
 * <p>None is {@code null}, bool {@code Boolean}, int {@code Long} or (when it does not fit) {@code
 * BigInteger}, float {@code Double}, str {@code String}, list {@code java.util.List}; dict, tuple,
 * range, iterators and the rest have classes here. Strings are indexed by code point, as in Python.
 */
package org.sluice.text.prompt.python;
