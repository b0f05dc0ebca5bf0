package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;

/** Files cut off or changed anywhere: read, or refused in one line, and nothing else. */
class DamagedFilesTest {
  @TempDir Path scratch;

  @Test
  void aGgufFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Tiny.GGUF);
    Path file = scratch.resolve("cut.gguf");
    for (int length = 0; length < whole.length; length += length < 500 ? 1 : 379) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.open(file))
          .as("cut at %d", length)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("cut.gguf");
    }
  }

  @Test
  void aSafetensorsFileCutAnywhereIsRefused() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("cut"));
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += length < 100 ? 1 : 997) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.open(folder))
          .as("cut at %d", length)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("model.safetensors");
    }
  }

  @Test
  void changedBytesInTheGgufHeaderAreSurvived() throws IOException {
    byte[] whole = Files.readAllBytes(Tiny.GGUF);
    Path file = scratch.resolve("changed.gguf");
    assertThat(change(whole, 14_000, file, file)).isPositive();
  }

  @Test
  void changedBytesInTheSafetensorsHeaderAreSurvived() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("changed"));
    Path file = folder.resolve("model.safetensors");
    assertThat(change(Files.readAllBytes(file), 2_000, file, folder)).isPositive();
  }

  @Test
  void absurdCountsAreRefusedBeforeMemoryIsTaken() throws IOException {
    Path file = scratch.resolve("absurd.gguf");
    for (long count : new long[] {-1, 1L << 40, 5_000_000, 1000}) {
      ByteBuffer header = ByteBuffer.allocate(8_000_000).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(0x46554747).putInt(3).putLong(0).putLong(1);
      header.putLong(1).put((byte) 'k').putInt(9).putInt(0).putLong(count);
      // the last one has less bytes behind it than it declares
      byte[] bytes = Arrays.copyOf(header.array(), count == 1000 ? 500 : 8_000_000);
      Files.write(file, bytes);
      assertThatThrownBy(() -> Checkpoint.open(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(
              "absurd.gguf:k: the file is damaged: it declares " + Long.toUnsignedString(count));
    }
  }

  /** How many of the damaged files were refused. */
  private static int change(byte[] whole, int header, Path file, Path model) throws IOException {
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] changed = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(round % 2 == 0 ? 900 : header);
        changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
      }
      Files.write(file, changed);
      try (Checkpoint opened = Checkpoint.open(model)) {
        opened.tensors().forEach(opened::read);
        opened.tokenizerJson();
        opened.specialTokens();
      } catch (UserError e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n");
      } catch (RuntimeException e) {
        fail("round " + round, e);
      }
    }
    return refused;
  }
}
