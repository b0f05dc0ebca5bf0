package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  @Test
  void framesCarryTheirChecksums() throws IOException {
    try (EventFile events = EventFile.create(folder, "host", 1_700_000_000.5)) {
      events.write(300, 1_700_000_001, Map.of("train/loss", 1.5));
    }
    assertThat(files()).containsExactly("events.out.tfevents.1700000000.host");
    ByteBuffer in =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("events.out.tfevents.1700000000.host")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] version = frame(in);
    assertThat(text(version)).endsWith("brain.Event:2");
    byte[] point = frame(in);
    assertThat(text(point)).contains("train/loss");
    assertThat(ByteBuffer.wrap(point).order(ByteOrder.LITTLE_ENDIAN).getFloat(point.length - 4))
        .isEqualTo(1.5f);
    assertThat(Arrays.copyOfRange(point, 9, 12)) // field 2, varint 300
        .isEqualTo(new byte[] {0x10, (byte) 0xac, 0x02});
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void theMaskedChecksumIsTensorFlows() {
    // CRC-32C of "123456789" is 0xe3069283 (RFC 3720); mask: rotr 15, + 0xa282ead8
    assertThat(EventFile.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII), 9))
        .isEqualTo(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8);
  }

  @Test
  void aRestartInTheSameSecondGetsItsOwnFile() throws IOException {
    EventFile.create(folder, "host", 1).close();
    EventFile.create(folder, "host", 1).close();
    assertThat(files()).hasSize(2);
  }

  private static byte[] frame(ByteBuffer in) {
    byte[] length = new byte[8];
    in.get(length);
    assertThat(in.getInt()).isEqualTo(EventFile.maskedCrc(length, 8));
    byte[] data = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
    in.get(data);
    assertThat(in.getInt()).isEqualTo(EventFile.maskedCrc(data, data.length));
    return data;
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.ISO_8859_1);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
