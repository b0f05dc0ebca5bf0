package org.sluice.engine.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/**
 * Whatever bytes a safetensors file has: tensors and a model, or one line that says what is wrong.
 * Seeds, and inputs that broke it once, lie in SafetensorsFuzzInputs. For hours:
 *
 * <pre>JAZZER_MAX_DURATION=3h mvn test -pl engine -am -Dtest=SafetensorsFuzz \
 *   -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@Tag("fuzz")
class SafetensorsFuzz {
  private static final Path SCRATCH = Opened.scratch();

  @FuzzTest(maxDuration = "3s")
  void isReadOrRefused(byte[] bytes) throws IOException {
    Path folder = Opened.folder(SCRATCH);
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);
    Opened.readOrRefused(
        () -> {
          try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            for (String name : opened.tensors()) {
              opened.bytes(name);
              switch (opened.info(name).type()) {
                case F64, F32, F16, BF16 -> opened.floats(name);
                case I64 -> opened.longs(name);
                default -> {} // bytes alone
              }
            }
          }
        });
    Opened.read(folder);
  }
}
