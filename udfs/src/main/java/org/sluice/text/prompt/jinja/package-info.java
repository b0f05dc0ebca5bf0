/**
 * An interpreter of Jinja templates as chat models publish them: Jinja2's immutable sandbox with
 * trim_blocks, lstrip_blocks, loop controls and the {@code generation} tag.
 *
 * <p>The way of a template: {@code Lexer} cuts the source into tokens, {@code StatementParser} and
 * {@code ExpressionParser} make a tree of {@code Statement}s and {@code Expression}s, and each node
 * evaluates itself in a {@code Scope}. {@code Run} is one rendering: where the text goes and how
 * much work is left. Text in the data is never looked at as a template.
 */
package org.sluice.text.prompt.jinja;
