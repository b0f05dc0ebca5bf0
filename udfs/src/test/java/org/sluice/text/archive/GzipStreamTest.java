package org.sluice.text.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipStreamTest {
  private static final byte[] TEXT = text();

  /** More than the buffers hold, of letters that pack to about three quarters. */
  private static byte[] text() {
    byte[] text = new byte[300_000];
    Random random = new Random(1);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (' ' + random.nextInt(64));
    }
    return text;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return packed.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x55;
    return flipped;
  }

  /** What comes out of a file, and how that ended. */
  private record Read(byte[] bytes, String end) {}

  private static Read read(byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[100_000];
    try (GzipStream in = new GzipStream(new ByteArrayInputStream(file))) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        out.write(buffer, 0, got);
      }
      return new Read(out.toByteArray(), "");
    } catch (EOFException e) {
      return new Read(out.toByteArray(), "cut off");
    } catch (ZipException e) {
      return new Read(out.toByteArray(), "damaged");
    }
  }

  private static void isRead(byte[] file, byte[] expected, String end) throws IOException {
    Read read = read(file);
    assertThat(read.end()).isEqualTo(end);
    assertThat(read.bytes()).isEqualTo(expected);
  }

  @Test
  void allMembersComeAndZerosBehindThemAreNothing() throws IOException {
    byte[] member = gzip(TEXT);
    isRead(member, TEXT, "");
    isRead(join(member, gzip(new byte[0]), member, new byte[70_000]), join(TEXT, TEXT), "");
    assertThat(new GzipStream(new ByteArrayInputStream(member)).read()).isEqualTo(TEXT[0]);
  }

  @Test
  void aMemberIsCutOffWhereverTheFileEnds() throws IOException {
    byte[] member = gzip(TEXT);
    for (int left : new int[] {1, 2, 3, 9, member.length - 8, member.length - 1}) {
      byte[] cut = Arrays.copyOf(member, left);
      byte[] whole = left < 10 ? new byte[0] : TEXT;
      isRead(cut, whole, "cut off");
      isRead(join(member, cut), join(TEXT, whole), "cut off");
    }
    isRead(new byte[0], new byte[0], "cut off");
    Read half = read(Arrays.copyOf(member, member.length / 2));
    assertThat(half.end()).isEqualTo("cut off");
    assertThat(half.bytes().length).isBetween(TEXT.length / 3, TEXT.length * 2 / 3);
    assertThat(half.bytes()).isEqualTo(Arrays.copyOf(TEXT, half.bytes().length));
  }

  @Test
  void nothingThatFollowsAMemberIsTakenForTheEnd() throws IOException {
    byte[] member = gzip(TEXT);
    isRead(join(member, flipped(member, 0)), TEXT, "damaged");
    isRead(join(member, flipped(member, 1), member), TEXT, "damaged");
    isRead(join(member, "junk".getBytes(StandardCharsets.UTF_8)), TEXT, "damaged");
    isRead("{\"text\": \"plain\"}\n".getBytes(StandardCharsets.UTF_8), new byte[0], "damaged");
  }

  @Test
  void theSumAndTheLengthAreChecked() throws IOException {
    byte[] member = gzip(TEXT);
    isRead(flipped(member, member.length - 8), TEXT, "damaged");
    isRead(flipped(member, member.length - 1), TEXT, "damaged");
  }

  @Test
  void whatWasUnpackedBeforeDamagedBytesComes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed, true)) {
      out.write(TEXT);
      out.flush(); // ends at a whole byte
      byte[] noBlock = {7}; // the last block, of the kind that there is not
      isRead(join(packed.toByteArray(), noBlock, new byte[99]), TEXT, "damaged");
    }
  }
}
