/** The made-up corpus of the quickstart; {@link CorpusGenerator} is the door. */
package org.sluice.pipelines.quickstart;
