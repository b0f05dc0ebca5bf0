package org.sluice.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void linesWithTheirOffsets() throws IOException {
    assertThat(read("a\r\n\nbcd")).containsExactly("1@0:a", "2@3:", "3@4:bcd");
    assertThat(read("")).isEmpty();
    assertThat(read("x\n")).containsExactly("1@0:x");
  }

  @Test
  void aLineMayBeLongerThanTheBuffer() throws IOException {
    String line = "0123456789".repeat(100_000);
    assertThat(read("a\n" + line + "\nb"))
        .containsExactly("1@0:a", "2@2:" + line, "3@" + (line.length() + 3) + ":b");
  }

  @Test
  void anOverlongLineKeepsItsFirstKilobyteAndIsSkipped() throws IOException {
    int length = (1 << 27) + 1000;
    byte[] bytes = new byte[length + 3];
    Arrays.fill(bytes, (byte) 'x');
    bytes[length] = '\n';
    bytes[length + 1] = 'y';
    bytes[length + 2] = '\n';
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes), 0);
    assertThat(lines.next()).isTrue();
    assertThat(lines.tooLong()).isTrue();
    assertThat(lines.length()).isEqualTo(1024);
    assertThat(lines.next()).isTrue();
    assertThat(lines.tooLong()).isFalse();
    assertThat(lines.offset()).isEqualTo(length + 1L);
    assertThat(lines.length()).isEqualTo(1);
    assertThat(lines.next()).isFalse();
  }

  @Test
  void theRestOfALineIsSkippedWithoutRoomForItAndNotBeyondTheEnd() throws IOException {
    byte[] bytes = new byte[20_000_000];
    Arrays.fill(bytes, (byte) 'x');
    bytes[9_000_000] = '\n';
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    LineReader lines = new LineReader(in, 0);
    assertThat(lines.skipLine(4_000_000)).isFalse();
    assertThat(in.available()).isGreaterThan(15_000_000);
    assertThat(lines.skipLine(10_000_000)).isTrue();
    assertThat(lines.buffer()).hasSizeLessThan(1_000_000);
    assertThat(lines.next()).isTrue();
    assertThat(lines.offset()).isEqualTo(9_000_001);
    assertThat(lines.length()).isEqualTo(10_999_999);
  }

  private static List<String> read(String text) throws IOException {
    List<String> read = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (LineReader lines = new LineReader(new ByteArrayInputStream(bytes), 0)) {
      while (lines.next()) {
        String line =
            new String(lines.buffer(), lines.start(), lines.length(), StandardCharsets.UTF_8);
        read.add(lines.number() + "@" + lines.offset() + ":" + line);
      }
    }
    return read;
  }
}
