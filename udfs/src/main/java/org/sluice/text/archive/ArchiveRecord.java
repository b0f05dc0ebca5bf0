package org.sluice.text.archive;

/**
 * One record of a web archive, or what is left of a broken one.
 *
 * @param offset where it begins in the file: in a packed one the offset of its gzip member
 * @param type WARC-Type; "arc_header" and "response" in ARC files; "unknown" when it names none
 * @param uri what was fetched; null when it names none
 * @param date as written, ISO 8601 in WARC and 14 digits in ARC; null when it names none
 * @param id WARC-Record-ID without its angle brackets; null when it names none
 * @param contentType of the block, not of what was fetched; null when it names none
 * @param block what the record holds; of a response all of HTTP's message, headers too
 * @param problem why the record is broken; null when it is sound
 */
public record ArchiveRecord(
    long offset,
    String type,
    String uri,
    String date,
    String id,
    String contentType,
    byte[] block,
    String problem) {

  static ArchiveRecord broken(long offset, String problem) {
    return new ArchiveRecord(offset, "unknown", null, null, null, null, new byte[0], problem);
  }
}
