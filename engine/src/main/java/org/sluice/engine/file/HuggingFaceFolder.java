package org.sluice.engine.file;

import java.nio.file.Path;

final class HuggingFaceFolder {
  private HuggingFaceFolder() {}

  static Checkpoint open(Path path) {
    throw new UnsupportedOperationException();
  }
}
