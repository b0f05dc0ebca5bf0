package org.sluice.text.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class ArchiveReaderTest {
  private static final int LIMIT = 1 << 20;

  private static byte[] record(String type, String uri, String block) {
    return ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: <%s>\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
            .formatted(type, uri, block.length(), block))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static List<ArchiveRecord> read(byte[] file) throws IOException {
    List<ArchiveRecord> records = new ArrayList<>();
    try (ArchiveReader reader = new ArchiveReader(new ByteArrayInputStream(file), LIMIT)) {
      for (ArchiveRecord r = reader.next(); r != null; r = reader.next()) {
        records.add(r);
      }
    }
    return records;
  }

  private static List<String> told(List<ArchiveRecord> records) {
    return records.stream()
        .map(
            r ->
                r.offset()
                    + " "
                    + r.uri()
                    + " "
                    + (r.problem() == null
                        ? new String(r.block(), StandardCharsets.UTF_8)
                        : r.problem()))
        .toList();
  }

  @Test
  void plainAndPackedFilesGiveTheSameRecords() throws IOException {
    byte[] one = record("conversion", "http://a/", "one");
    byte[] two = record("conversion", "http://b/", "two");
    assertThat(told(read(join(one, two))))
        .containsExactly("0 http://a/ one", one.length + " http://b/ two");
    byte[] first = gzip(one);
    assertThat(told(read(join(first, gzip(two)))))
        .containsExactly("0 http://a/ one", first.length + " http://b/ two");
    assertThat(told(read(gzip(join(one, two)))))
        .containsExactly("0 http://a/ one", "0 http://b/ two");
  }

  @Test
  void aDamagedMemberCostsItselfAlone() throws IOException {
    byte[] first = gzip(record("conversion", "http://a/", "one"));
    byte[] second = gzip(record("conversion", "http://b/", "two".repeat(500)));
    byte[] third = gzip(record("conversion", "http://c/", "three"));
    Arrays.fill(second, 20, second.length - 8, (byte) 0xff);
    List<String> told = told(read(join(first, second, third)));
    assertThat(told.get(0)).isEqualTo("0 http://a/ one");
    assertThat(told.get(1)).endsWith("damaged");
    assertThat(told.get(told.size() - 1))
        .isEqualTo(first.length + second.length + " http://c/ three");
  }

  /** Three records, the second of them as a test damages its packed bytes. */
  private static List<String> besideTwoSoundOnes(UnaryOperator<byte[]> damage) throws IOException {
    byte[] second = damage.apply(gzip(record("conversion", "http://b/", "two".repeat(500))));
    return told(
        read(
            join(
                gzip(record("conversion", "http://a/", "one")),
                second,
                gzip(record("conversion", "http://c/", "three")))));
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 0x55;
    return bytes;
  }

  @Test
  void noDamagedMemberGoesUntold() throws IOException {
    int first = gzip(record("conversion", "http://a/", "one")).length;
    int[] places = {0, 1, 2, -8, -1}; // first bytes, sum, length
    for (int place : places) {
      List<String> told = besideTwoSoundOnes(b -> flipped(b, place < 0 ? b.length + place : place));
      assertThat(told).hasSize(3);
      assertThat(told.get(0)).isEqualTo("0 http://a/ one");
      assertThat(told.get(1))
          .startsWith(first + (place < 0 ? " http://b/ " : " null "))
          .endsWith(
              place < 0
                  ? "the packed record differs from its check sum"
                  : "no packed record begins here");
      assertThat(told.get(2)).endsWith(" http://c/ three");
    }
  }

  @Test
  void aRecordIsCutOffWhereverItsMemberEnds() throws IOException {
    byte[] one = gzip(record("conversion", "http://a/", "one"));
    for (int left : new int[] {1, 4, 12, one.length - 4}) {
      assertThat(told(read(join(one, Arrays.copyOf(one, left)))).get(1))
          .startsWith(one.length + " ")
          .endsWith("the packed record is cut off");
    }
  }

  @Test
  void membersAreSoughtBehindADamagedFirstOne() throws IOException {
    byte[] one = gzip(record("conversion", "http://a/", "one"));
    assertThat(told(read(join(flipped(one.clone(), 0), one))))
        .containsExactly("0 null no packed record begins here", one.length + " http://a/ one");
    assertThat(
            told(
                read(
                    new Random(1)
                        .ints(500, 1, 30)
                        .collect(
                            ByteArrayOutputStream::new, ByteArrayOutputStream::write, (a, b) -> {})
                        .toByteArray())))
        .containsExactly("0 null no record begins here");
  }

  @Test
  void whatIsNoRecordIsSkippedToTheNextOne() throws IOException {
    byte[] good = record("conversion", "http://a/", "one");
    byte[] junk = "some junk\nand more\n".getBytes(StandardCharsets.UTF_8);
    byte[] lying = "WARC/1.0\r\nContent-Length: none\r\n\r\nx\n".getBytes(StandardCharsets.UTF_8);
    assertThat(read(join(good, junk, good, lying, good)).stream().map(ArchiveRecord::problem))
        .containsExactly(null, "no record begins here", null, "the record names no length", null);
    byte[] cut = Arrays.copyOf(good, good.length - 6);
    assertThat(read(join(good, cut)).get(1).problem()).isEqualTo("the record is cut off");
  }

  @Test
  void aBlockThatIsTooLongIsPassedOver() throws IOException {
    byte[] giant = record("conversion", "http://a/", "x".repeat(LIMIT + 1));
    byte[] good = record("conversion", "http://b/", "two");
    List<ArchiveRecord> records = read(join(gzip(giant), gzip(good)));
    assertThat(records.get(0).problem()).isEqualTo("the record is longer than 1048576 bytes");
    assertThat(records.get(0).block()).isEmpty();
    assertThat(records.get(1).problem()).isNull();
  }

  @Test
  void httpBodiesAreUnchunkedAndUnpackedWithinBounds() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=x\r\n";
    HttpMessage chunked =
        HttpMessage.of(
            (head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8),
            LIMIT);
    assertThat(new String(chunked.body(), StandardCharsets.UTF_8)).isEqualTo("abcde");
    assertThat(chunked.contentType()).isEqualTo("text/html; charset=x");
    byte[] bomb = gzip(new byte[LIMIT + 1]);
    HttpMessage packed =
        HttpMessage.of(
            join((head + "Content-Encoding: gzip\r\n\r\n").getBytes(StandardCharsets.UTF_8), bomb),
            LIMIT);
    assertThat(packed.problem()).isEqualTo("unpacks to more than 1048576 bytes");
  }

  /** The records that warcio reads; files on which it gives up are left out. */
  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void readsRealArchivesAsWarcioDoes() throws IOException {
    Path folder = Path.of(System.getenv("SLUICE_SHARED"), "data/warc");
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    Set<String> apart = Set.of("resiliparse-warcfile.warc.lz4");
    for (String name : (Iterable<String>) expected::fieldNames) {
      JsonNode wanted = expected.get(name);
      if (apart.contains(name) || wanted.has("reader_error")) {
        continue;
      }
      List<ArchiveRecord> records =
          read(Files.readAllBytes(folder.resolve(name))).stream()
              .filter(r -> r.problem() == null || !r.type().equals("unknown"))
              .toList();
      Map<String, Integer> types = new TreeMap<>();
      records.forEach(r -> types.merge(r.type(), 1, Integer::sum));
      Map<String, Integer> wantedTypes = new TreeMap<>();
      JsonNode counts = wanted.get("types");
      counts.fieldNames().forEachRemaining(t -> wantedTypes.put(t, counts.get(t).asInt()));
      assertThat(types).as(name).isEqualTo(wantedTypes);
      for (int i = 0; i < wanted.get("first").size(); i++) {
        if (!name.equals("warcio-bad.arc")) {
          assertThat(records.get(i).offset())
              .as(name)
              .isEqualTo(wanted.get("first").get(i).get("offset").asLong());
        }
      }
    }
  }
}
