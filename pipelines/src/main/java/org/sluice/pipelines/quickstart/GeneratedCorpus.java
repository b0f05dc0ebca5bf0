package org.sluice.pipelines.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What was written.
 *
 * @param documents the files of JSON lines {id, text, label}
 * @param manifest JSON lines that tell for each document what was planted in it
 * @param kinds good, duplicate, near_duplicate, junk, language, broken and their counts
 */
public record GeneratedCorpus(
    List<Path> documents, Path manifest, SortedMap<String, Integer> kinds) {}
