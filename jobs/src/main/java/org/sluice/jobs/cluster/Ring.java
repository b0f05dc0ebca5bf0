package org.sluice.jobs.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.sluice.engine.train.Collective;

/**
 * Sums over all ranks by a ring of plain TCP connections: reduce-scatter, then all-gather
 * (Patarasuk and Yuan 2009). A rank sends 2 (n-1)/n of the buffer, however many ranks there are.
 *
 * <p>Every chunk is summed once and then copied round, so all ranks end with the same bits. The
 * order of the additions depends on the number of ranks: one rank and two differ in the last bits.
 *
 * <p>One thread drives both directions. Every wait has a limit, ends when a neighbour's socket
 * closes, and ends when this rank's task is cancelled; each of these throws {@link RankLost}.
 */
public final class Ring implements Collective, AutoCloseable {
  /** How long one wait on the sockets may be before cancellation and the limit are looked at. */
  private static final long POLL_MILLIS = 100;

  private final int rank;
  private final int worldSize;
  private final SocketChannel next;
  private final SocketChannel previous;
  private final Selector selector;
  private final SelectionKey canWrite;
  private final SelectionKey canRead;
  private final long limitNanos;
  private final BooleanSupplier cancelled;
  private ByteBuffer incoming = ByteBuffer.allocateDirect(0);

  private Ring(int rank, int worldSize, RingLinks links, Duration limit, BooleanSupplier cancelled)
      throws IOException {
    this.rank = rank;
    this.worldSize = worldSize;
    this.limitNanos = limit.toNanos();
    this.cancelled = cancelled;
    next = links.next();
    previous = links.previous();
    selector = Selector.open();
    canWrite = next.register(selector, 0);
    canRead = previous.register(selector, 0);
  }

  /**
   * Joins the ring; every rank of the gang must call this at the same point.
   *
   * @param member this rank, whose meetings exchange the addresses
   * @param secret of {@link Gang#newSecret}, the same on all ranks
   * @param limit the longest wait without a byte moved, for building the ring and in each sum
   */
  public static Ring join(Member member, String secret, Duration limit) {
    try {
      RingLinks links = RingLinks.open(member, secret, limit);
      return new Ring(member.rank(), member.worldSize(), links, limit, member::cancelled);
    } catch (IOException e) {
      throw new RankLost(
          "rank " + member.rank() + " could not join the ring: " + e.getMessage(), e);
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int worldSize() {
    return worldSize;
  }

  @Override
  public void sum(ByteBuffer floats) {
    ByteBuffer values = floats.slice();
    int count = values.capacity() / Float.BYTES;
    int perChunk = (count + worldSize - 1) / worldSize;
    for (int step = 0; step < worldSize - 1; step++) {
      ByteBuffer send = chunk(values, rank - step, perChunk, count);
      ByteBuffer mine = chunk(values, rank - step - 1, perChunk, count);
      ByteBuffer in = incoming(mine.remaining());
      swap(send, in);
      add(mine.asFloatBuffer(), in.flip().order(ByteOrder.nativeOrder()).asFloatBuffer());
    }
    for (int step = 0; step < worldSize - 1; step++) {
      swap(
          chunk(values, rank + 1 - step, perChunk, count),
          chunk(values, rank - step, perChunk, count));
    }
  }

  /** The numbers are carried round whole and added in the order of the ranks. */
  @Override
  public double[] sum(double[] few) {
    ByteBuffer all = ByteBuffer.allocateDirect(few.length * Double.BYTES * worldSize);
    all.order(ByteOrder.nativeOrder()).asDoubleBuffer().put(rank * few.length, few);
    int bytes = few.length * Double.BYTES;
    for (int step = 0; step < worldSize - 1; step++) {
      swap(
          all.slice(Math.floorMod(rank - step, worldSize) * bytes, bytes),
          all.slice(Math.floorMod(rank - step - 1, worldSize) * bytes, bytes));
    }
    double[] sum = new double[few.length];
    DoubleBuffer values = all.asDoubleBuffer();
    for (int i = 0; i < values.capacity(); i++) {
      sum[i % few.length] += values.get(i);
    }
    return sum;
  }

  @Override
  public void barrier() {
    sum(new double[1]);
  }

  private static void add(FloatBuffer into, FloatBuffer from) {
    for (int i = 0, n = into.remaining(); i < n; i++) {
      into.put(i, into.get(i) + from.get(i));
    }
  }

  private ByteBuffer incoming(int bytes) {
    if (incoming.capacity() < bytes) {
      incoming = ByteBuffer.allocateDirect(bytes);
    }
    return incoming.clear().limit(bytes);
  }

  private ByteBuffer chunk(ByteBuffer values, int index, int perChunk, int count) {
    int i = Math.floorMod(index, worldSize);
    int from = (int) Math.min((long) i * perChunk, count);
    int to = (int) Math.min((long) from + perChunk, count);
    return values
        .slice(from * Float.BYTES, (to - from) * Float.BYTES)
        .order(ByteOrder.nativeOrder());
  }

  /** Sends all of one buffer to the next rank while all of the other comes from the one before. */
  private void swap(ByteBuffer out, ByteBuffer in) {
    try {
      long lastMoved = System.nanoTime();
      while (out.hasRemaining() || in.hasRemaining()) {
        if (move(out, in) > 0) {
          lastMoved = System.nanoTime();
          continue;
        }
        canWrite.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
        canRead.interestOps(in.hasRemaining() ? SelectionKey.OP_READ : 0);
        selector.select(POLL_MILLIS);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted() || cancelled.getAsBoolean()) {
          throw new RankLost("rank " + rank + " was told to stop");
        }
        if (System.nanoTime() - lastMoved > limitNanos) {
          throw new SocketTimeoutException(
              "no byte moved for " + Duration.ofNanos(limitNanos).toSeconds() + " s");
        }
      }
    } catch (IOException e) {
      throw new RankLost("the ring broke at rank " + rank + ": " + e.getMessage(), e);
    }
  }

  private int move(ByteBuffer out, ByteBuffer in) throws IOException {
    int moved = out.hasRemaining() ? next.write(out) : 0;
    if (in.hasRemaining()) {
      int read = previous.read(in);
      if (read < 0) {
        throw new EOFException("rank " + Math.floorMod(rank - 1, worldSize) + " has gone");
      }
      moved += read;
    }
    return moved;
  }

  /** Closes both connections, which the neighbours notice at once. */
  @Override
  public void close() {
    RingLinks.closeQuietly(selector, next, previous);
  }
}
