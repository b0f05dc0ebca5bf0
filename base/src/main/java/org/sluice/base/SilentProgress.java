package org.sluice.base;

/** Tells nothing. */
final class SilentProgress implements Progress {
  @Override
  public void begin(String step, String unit, long total) {}

  @Override
  public void advance(long n) {}

  @Override
  public void at(long n) {}

  @Override
  public void note(String line) {}

  @Override
  public void end() {}
}
