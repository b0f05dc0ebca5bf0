package org.sluice.jobs.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sluice.base.Progress;

/**
 * Follows the log and the notes that rank 0 writes while the driver waits for the gang, and tells
 * the person. Only tells: that a line cannot be read must never stop training.
 */
final class TrainWatcher implements AutoCloseable {
  private static final long POLL_MILLIS = 200;

  private final TrainPlaces places;
  private final Progress progress;
  private final long[] tokensAfter;
  private final Thread thread = new Thread(this::follow, "train-watcher");
  private volatile boolean closed;
  private long noteBytes;
  private long logBytes;
  private long step;

  /**
   * Starts to follow.
   *
   * @param tokensAfter tokens seen after each number of steps
   */
  TrainWatcher(TrainPlaces places, Progress progress, long[] tokensAfter) {
    this.places = places;
    this.progress = progress;
    this.tokensAfter = tokensAfter;
    this.logBytes = size(places.log());
    this.noteBytes = size(places.notes());
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    while (!closed) {
      look();
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void look() {
    try {
      String notes = fresh(places.notes(), noteBytes);
      noteBytes += notes.getBytes(UTF_8).length;
      notes.lines().forEach(progress::note);
      if (size(places.log()) != logBytes) { // grown, or cut by a restart
        logBytes = size(places.log());
        List<TrainLog.Line> lines = new TrainLog(places.log()).lines();
        step = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).step();
        progress.at(tokensAfter[(int) Math.min(step, tokensAfter.length - 1)]);
      }
    } catch (IOException | RuntimeException e) {
      progress.note("the training log cannot be read: " + e.getMessage());
      closed = true;
    }
  }

  /** Whole lines after an offset. */
  private static String fresh(Path file, long offset) throws IOException {
    if (size(file) <= offset) {
      return "";
    }
    byte[] all = Files.readAllBytes(file);
    String text = new String(all, (int) offset, all.length - (int) offset, UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // not there yet
    }
  }

  /** Tells what is still untold, and stops. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    look();
  }
}
