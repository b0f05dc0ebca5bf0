package org.sluice.pipelines.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipException;
import org.sluice.base.UserError;
import org.sluice.text.archive.GzipStream;

/** The two ends of a filter: files, or {@code -} for the standard streams. */
final class Streams {
  private static final String STANDARD = "-";

  private Streams() {}

  /** What errors call the input. */
  static String name(String in) {
    return in.equals(STANDARD) ? "standard input" : in;
  }

  /**
   * Opens the input, and unpacks what gzip has packed.
   *
   * @throws UserError when there is no such file
   */
  static InputStream input(String in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(open(in));
    bytes.mark(2);
    boolean packed = bytes.read() == 0x1f && bytes.read() == 0x8b; // RFC 1952, section 2.3.1
    bytes.reset();
    return packed ? unpacked(bytes, name(in)) : bytes;
  }

  /** What gzip has packed; damage is for the user to mend. */
  static InputStream unpacked(InputStream packed, String name) {
    return new FilterInputStream(new GzipStream(packed)) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        try {
          return in.read(into, from, length);
        } catch (EOFException | ZipException e) {
          String what = e instanceof EOFException ? "is cut off" : "is damaged";
          throw UserError.at(name, "", "the packed file " + what, "fetch it again").causedBy(e);
        }
      }
    };
  }

  private static InputStream open(String in) throws IOException {
    if (in.equals(STANDARD)) {
      return new FileInputStream(FileDescriptor.in);
    }
    if (!Files.isRegularFile(Path.of(in))) {
      throw UserError.at(in, "", "there is no such file", "give a file or - for standard input");
    }
    return Files.newInputStream(Path.of(in));
  }

  /**
   * Opens the output. A file is written beside its place and moved there by {@link Output#commit},
   * so that a filter that fails leaves nothing half-written.
   *
   * @throws UserError when it cannot be written
   */
  static Output output(String out) {
    if (out.equals(STANDARD)) {
      OutputStream standard = new FileOutputStream(FileDescriptor.out);
      return new Output(new Named("standard output", standard), null, null);
    }
    Path target = Path.of(out).toAbsolutePath();
    Path draft = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      return new Output(new Named(out, Files.newOutputStream(draft)), draft, target);
    } catch (IOException e) {
      throw UserError.at(out, "", "cannot be written", "does its folder exist?").causedBy(e);
    }
  }

  /** Says what could not be written: the reader on the other end of a filter fails differently. */
  private static final class Named extends FilterOutputStream {
    private final String name;

    Named(String name, OutputStream out) {
      super(out);
      this.name = name;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw UserError.at(name, "", "cannot be written: " + e.getMessage(), "choose another --out")
            .causedBy(e);
      }
    }
  }

  /** An output that stands only when it was committed. */
  static final class Output implements AutoCloseable {
    private final OutputStream stream;
    private final Path draft;
    private final Path target;

    private Output(OutputStream stream, Path draft, Path target) {
      this.stream = stream;
      this.draft = draft;
      this.target = target;
    }

    OutputStream stream() {
      return stream;
    }

    void commit() throws IOException {
      stream.flush();
      if (target != null) {
        stream.close();
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    @Override
    public void close() throws IOException {
      if (target != null) {
        stream.close();
        Files.deleteIfExists(draft);
      }
    }
  }
}
