/** The command line: one class a command; {@link org.sluice.pipelines.cli.Main} knows them all. */
package org.sluice.pipelines.cli;
