package org.sluice.jobs.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.sluice.jobs.ingest.InputFile.Packing;
import org.sluice.jobs.tables.Damage;
import org.sluice.text.archive.GzipStream;

/**
 * The bytes of a packed file. Whatever its unpacker says, damage comes as {@link DamagedFile}; what
 * fails while the file itself is read, a disk or a network, comes as it is.
 */
final class Unpacked extends InputStream {
  /** Zstd's unpacker gives nothing of a read that meets damage: so much is lost with it at most. */
  private static final int ZSTD_READ = 1 << 13;

  private final Source source;
  private final Packing packing;
  private final InputStream unpacker;
  private long given;

  /**
   * A stream.
   *
   * @param packed the file from its first byte on
   */
  Unpacked(InputStream packed, Packing packing) throws IOException {
    this.source = new Source(packed);
    this.packing = packing;
    try {
      this.unpacker =
          switch (packing) {
            case GZIP -> new GzipStream(source);
            case ZSTD -> new ZstdInputStream(source).setContinuous(false);
            case LZ4 -> new FramedLZ4CompressorInputStream(source, true);
            case PLAIN -> source;
          };
    } catch (IOException | RuntimeException e) {
      throw told(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      int most = packing == Packing.ZSTD ? Math.min(length, ZSTD_READ) : length;
      int got = unpacker.read(into, from, most);
      if (got < 0 && source.count == 0) {
        throw new DamagedFile(Damage.CUT_OFF, 0, null); // no packing makes an empty file
      }
      given += Math.max(0, got);
      return got;
    } catch (IOException | RuntimeException e) {
      throw told(e); // unpackers of damaged bytes may leave their arrays
    }
  }

  private IOException told(Exception failure) {
    if (failure == source.failure) {
      return source.failure;
    }
    String reason =
        given == 0 && source.count > 0 && !isBegin(source.first)
            ? Damage.NOT_PACKED
            : source.ended ? Damage.CUT_OFF : Damage.DAMAGED;
    return new DamagedFile(reason, given, failure);
  }

  /** Whether a file of this packing can begin so. */
  private boolean isBegin(int first) {
    boolean skippable = first >= 0x50 && first <= 0x5f; // a frame that zstd and LZ4 pass over
    return switch (packing) {
      case GZIP -> first == 0x1f;
      case ZSTD -> first == 0x28 || skippable;
      case LZ4 -> first == 0x04 || skippable;
      case PLAIN -> true;
    };
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
  }

  /** The packed bytes, and what became of them. */
  private static final class Source extends FilterInputStream {
    private long count;
    private int first;
    private boolean ended;
    private IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        int got = in.read(into, from, length);
        ended |= got < 0;
        if (count == 0 && got > 0) {
          first = into[from] & 0xff;
        }
        count += Math.max(0, got);
        return got;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
