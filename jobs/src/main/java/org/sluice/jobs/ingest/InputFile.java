package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.sluice.jobs.tables.Damage;

/**
 * One file, or one Delta table, to read.
 *
 * @param path where it is
 * @param name its path below what the user named; part of the ids of its rows
 * @param format never {@code AUTO}
 * @param length bytes on disk
 * @param test whether its rows are held out
 */
record InputFile(
    String path, String name, IngestOptions.InputFormat format, long length, boolean test)
    implements Serializable {

  /** What a file is packed with, by its extension. */
  enum Packing {
    PLAIN,
    GZIP,
    ZSTD,
    LZ4;

    static Packing of(String path) {
      String name = path.toLowerCase(Locale.ROOT);
      if (name.endsWith(".gz")) {
        return GZIP;
      }
      if (name.endsWith(".lz4")) {
        return LZ4;
      }
      return name.endsWith(".zst") ? ZSTD : PLAIN;
    }
  }

  Packing packing() {
    return Packing.of(path);
  }

  /** Whether several tasks can read parts of the file, each line by itself. */
  boolean canBeSplit(IngestOptions.TextDocument document) {
    return packing() == Packing.PLAIN
        && switch (format) {
          case JSONL -> true;
          case TEXT -> document == IngestOptions.TextDocument.LINE;
          case AUTO, CSV, PARQUET, DELTA, JSON, WARC, HTML, MARKDOWN, XML -> false;
        };
  }

  /** The bytes of a web archive: gzip, which packs each record by itself, is left to its reader. */
  InputStream openArchive(Configuration hadoop) throws IOException {
    if (length == 0 && packing() != Packing.PLAIN) {
      throw new DamagedFile(Damage.CUT_OFF, 0, null); // no packing makes an empty file
    }
    Path file = new Path(path);
    return packing() == Packing.GZIP ? file.getFileSystem(hadoop).open(file) : open(hadoop, 0);
  }

  /** The unpacked bytes from {@code start} on; packed files only from 0 on. */
  InputStream open(Configuration hadoop, long start) throws IOException {
    Path file = new Path(path);
    FSDataInputStream in = file.getFileSystem(hadoop).open(file);
    try {
      if (packing() != Packing.PLAIN) {
        return new Unpacked(in, packing());
      }
      in.seek(start);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
