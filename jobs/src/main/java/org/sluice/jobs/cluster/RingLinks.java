package org.sluice.jobs.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A rank's two connections: to the rank after it and from the one before; both not blocking. */
record RingLinks(SocketChannel next, SocketChannel previous) {
  /** The longest wait for the answer of one caller, so that a silent stranger holds nobody up. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /**
   * Listens on a free port of this rank's host, tells everybody, calls the next rank and is called
   * by the previous one. A caller who cannot prove that it belongs to this run is hung up on.
   */
  static RingLinks open(Member member, String secret, Duration limit) throws IOException {
    int worldSize = member.worldSize();
    int nextRank = (member.rank() + 1) % worldSize;
    int previousRank = Math.floorMod(member.rank() - 1, worldSize);
    SocketChannel next = SocketChannel.open();
    ExecutorService listener = Executors.newSingleThreadExecutor(RingLinks::daemon);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(member.host(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      String[] addresses = member.meet(member.host() + ":" + port);
      Callable<SocketChannel> listen =
          () -> accept(server, secret, member.rank(), previousRank, limit);
      Future<SocketChannel> previous = listener.submit(listen);
      call(next, addresses[nextRank], secret, member.rank(), nextRank, limit);
      return new RingLinks(ready(next), ready(get(previous, limit)));
    } catch (IOException | RuntimeException e) {
      closeQuietly(next);
      throw e;
    } finally {
      listener.shutdownNow();
    }
  }

  private static void call(
      SocketChannel next, String address, String secret, int rank, int nextRank, Duration limit)
      throws IOException {
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    next.socket().connect(new InetSocketAddress(address.substring(0, colon), port), millis(limit));
    next.socket().setSoTimeout(millis(limit));
    Handshake.call(next.socket(), secret, rank, nextRank);
  }

  private static SocketChannel accept(
      ServerSocketChannel server, String secret, int rank, int previousRank, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("rank " + previousRank + " did not call");
      }
      server.socket().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      SocketChannel caller = server.socket().accept().getChannel();
      try {
        caller.socket().setSoTimeout(millis(ANSWER_LIMIT));
        Handshake.answer(caller.socket(), secret, rank, previousRank);
        return caller;
      } catch (IOException stranger) {
        closeQuietly(caller);
      }
    }
  }

  private static SocketChannel get(Future<SocketChannel> previous, Duration limit)
      throws IOException {
    try {
      return previous.get(millis(limit), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the rank before this one did not come: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("told to stop", e);
    }
  }

  private static SocketChannel ready(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.configureBlocking(false);
    return channel;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ring-listener");
    thread.setDaemon(true);
    return thread;
  }

  private static int millis(Duration duration) {
    return (int) Math.min(duration.toMillis(), Integer.MAX_VALUE);
  }

  static void closeQuietly(Closeable... things) {
    for (Closeable thing : things) {
      try {
        thing.close();
      } catch (IOException alreadyBroken) {
        // whatever it was, the connection is gone, which is all that closing is for
      }
    }
  }
}
