package org.sluice.engine.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/**
 * Whatever bytes a GGUF file has: a model, or one line that says what is wrong. Seeds, and inputs
 * that broke it once, lie in GgufFuzzInputs. For hours as SafetensorsFuzz says.
 */
@Tag("fuzz")
class GgufFuzz {
  private static final Path SCRATCH = Opened.scratch();

  @FuzzTest(maxDuration = "3s")
  void isReadOrRefused(byte[] bytes) throws IOException {
    Path file = Files.write(SCRATCH.resolve("model.gguf"), bytes);
    Opened.read(file);
  }
}
