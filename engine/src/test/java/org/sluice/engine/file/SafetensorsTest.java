package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.base.UserError;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() {
    Path file = folder.resolve("deep/er/x.safetensors");
    float[] values = {1, -2.5f, 3.25f, 0, 65504, -0.0f};
    new SafetensorsWriter(Map.of("format", "pt"))
        .addFloats("b", TensorType.F32, new long[] {2, 3}, () -> values)
        .addFloats("a", TensorType.BF16, new long[] {6}, () -> values)
        .addFloats("c", TensorType.F16, new long[] {3, 2}, () -> values)
        .addLongs("steps", new long[] {2}, new long[] {7, Long.MIN_VALUE})
        .add("codes", TensorType.U8, new long[] {3}, () -> ByteBuffer.wrap(new byte[] {1, 2, -1}))
        .add("none", TensorType.F32, new long[] {0}, () -> ByteBuffer.allocate(0))
        .write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors()).containsExactly("steps", "b", "none", "a", "c", "codes");
      assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(read.floats("b")).containsExactly(values);
      assertThat(read.info("b").shape()).containsExactly(2, 3);
      assertThat(read.floats("a")).containsExactly(1, -2.5f, 3.25f, 0, 65536, -0.0f);
      assertThat(read.floats("c")).containsExactly(values);
      assertThat(read.longs("steps")).containsExactly(7, Long.MIN_VALUE);
      assertThat(read.bytes("codes")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, -1}));
      assertThat(read.floats("none")).isEmpty();
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("x.safetensors");
    Files.writeString(file, "old");
    SafetensorsWriter writer =
        new SafetensorsWriter(Map.of())
            .addFloats("a", TensorType.F32, new long[] {2}, () -> new float[3]);
    assertThatThrownBy(() -> writer.write(file)).hasMessageContaining("its shape needs 8");
    assertThat(file).hasContent("old");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsAUsersError() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "");
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    assertThatThrownBy(() -> writer.write(file.resolve("x")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be written");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | {} | declares a header of 18446744073709551615 bytes",
        "0 | {} | declares a header of 0 bytes",
        "-9223372036854775808 | {} | declares a header of 9223372036854775808 bytes",
        "9000000000000000000 | {} | declares a header",
        "90000000 | {} | the file is truncated",
        "-2 | nonsense | is no JSON",
        "-2 | [1] | is no JSON object",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | truncated",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | takes 4 bytes",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | no natural number",
        "-2 | {\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} | not read here",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | takes -8 bytes",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,8],\"data_offsets\":[0,8]}} | absurd",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[0.5],\"data_offsets\":[0,2]}} | no natural number",
        "-2 | {\"a\":{\"dtype\":\"F32\"}} | has no shape",
        "-2 | {\"a\":7} | a: the file is damaged: has no shape",
        "-2 | {\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[7,9]}} | b: the file is truncated",
        "-2 | {\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[7,8]}} | b: the file is damaged: its bytes are those of another",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[9223372036854775800,9223372036854775807]}} | a: the file is damaged: takes 7 bytes",
        "-2 | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,18446744073709551616]}} | no natural number",
        "-2 | {\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}} | a: the file is damaged: is named twice",
        "-2 | {\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,1]}} | more than 16 dimensions",
      })
  void refusesDamage(long length, String header, String problem) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length == -2 ? text.length : length).put(text);
    Path file = folder.resolve("x.safetensors");
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining(problem);
  }

  @Test
  void aMillionTensorsAreRefusedBeforeTheyAreHeld() throws IOException {
    Path file = folder.resolve("many.safetensors");
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 300_000; i++) {
      header.append(i == 0 ? "" : ",").append("\"t").append(i);
      header.append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, length.putLong(text.length).array());
    Files.write(file, text, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("many.safetensors:t200000: ")
        .hasMessageContaining("more than 200000 tensors");
  }

  @Test
  void namesAMissingTensor() {
    Path file = folder.resolve("x.safetensors");
    new SafetensorsWriter(Map.of()).write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> read.floats("lm_head.weight"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("x.safetensors:lm_head.weight: there is no such tensor");
    }
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0,
        -0.0f,
        1,
        65504,
        65519,
        65520,
        1e9f,
        6.1e-5f,
        5.97e-8f,
        2.9e-8f,
        2.98023224e-8f,
        3.1e-8f,
        1e-10f,
        0.1f,
        -3.14159f,
        1.00048828125f,
        1.00146484375f,
        Float.POSITIVE_INFINITY
      })
  void halvesRoundAsIeee(float value) {
    // the nearest of all halves, ties to the even one
    int best = 0;
    for (int bits = 0; bits <= 0x7c00; bits++) {
      double half = bits == 0x7c00 ? 65536 : Halves.fromF16((short) bits);
      double old = best == 0x7c00 ? 65536 : Halves.fromF16((short) best);
      double here = Math.abs(Math.abs((double) value) - half);
      double there = Math.abs(Math.abs((double) value) - old);
      if (here < there || here == there && bits % 2 == 0) {
        best = bits;
      }
    }
    int sign = Float.floatToRawIntBits(value) < 0 ? 0x8000 : 0;
    best = Math.abs(value) > 65536 ? 0x7c00 : best;
    assertThat(Halves.toF16(value)).isEqualTo((short) (sign | best));
  }

  @Test
  void bfloat16RoundsToEvenAndKeepsNan() {
    assertThat(Halves.toBf16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
    assertThat(Halves.toBf16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
    assertThat(Halves.fromBf16(Halves.toBf16(Float.intBitsToFloat(0x7f800001)))).isNaN();
    assertThat(Halves.fromF16(Halves.toF16(Float.NaN))).isNaN();
  }
}
