package org.sluice.jobs.train;

import java.util.List;
import org.sluice.base.Progress;

/** Keeps the notes. */
record NotingProgress(List<String> notes) implements Progress {
  @Override
  public void begin(String step, String unit, long total) {}

  @Override
  public void advance(long n) {}

  @Override
  public void at(long n) {}

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void end() {}
}
