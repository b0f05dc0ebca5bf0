package org.sluice.base;

import java.util.function.Consumer;

/** Passes notes on and tells nothing else. */
record NoteProgress(Consumer<String> listener) implements Progress {
  @Override
  public void begin(String step, String unit, long total) {}

  @Override
  public void part(String name, String unit, long total) {}

  @Override
  public void advance(long n) {}

  @Override
  public void at(long n) {}

  @Override
  public void note(String line) {
    listener.accept(line);
  }

  @Override
  public void end() {}

  @Override
  public void end(long n) {}
}
