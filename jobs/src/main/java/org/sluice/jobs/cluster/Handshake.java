package org.sluice.jobs.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to both ends of a fresh connection that the other one belongs to the same run, without
 * sending the run's secret.
 *
 * <p>Each end sends 16 random bytes; each answers HMAC-SHA256(secret, side, its own rank, the
 * other's random bytes). The side is part of the message so that an answer cannot be sent back to
 * the one who gave it.
 */
final class Handshake {
  private static final String MARK = "sluice-ring-";
  private static final int NONCE_BYTES = 16;
  private static final int PROOF_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private enum Side {
    CALLER,
    LISTENER
  }

  private Handshake() {}

  /**
   * A new secret for one run: 32 random bytes, as hexadecimal digits, behind a mark by which
   * scanners find one that has leaked.
   */
  static String newSecret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return MARK + HexFormat.of().formatHex(bytes);
  }

  /** The caller's half; throws when the listener is not rank {@code peer} of this run. */
  static void call(Socket socket, String secret, int rank, int peer) throws IOException {
    exchange(socket, secret, Side.CALLER, rank, Side.LISTENER, peer);
  }

  /** The listener's half; throws when the caller is not rank {@code peer} of this run. */
  static void answer(Socket socket, String secret, int rank, int peer) throws IOException {
    exchange(socket, secret, Side.LISTENER, rank, Side.CALLER, peer);
  }

  private static void exchange(
      Socket socket, String secret, Side side, int rank, Side otherSide, int peer)
      throws IOException {
    byte[] mine = new byte[NONCE_BYTES];
    RANDOM.nextBytes(mine);
    byte[] shown = new byte[PROOF_BYTES];
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(mine);
      out.flush();
      byte[] theirs = new byte[NONCE_BYTES];
      in.readFully(theirs);
      out.write(proof(secret, side, rank, theirs));
      out.flush();
      in.readFully(shown);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) { // a peer hangs up on whoever fails its own check
      throw new IOException("the peer hung up: it died, or one does not know this run's secret", e);
    }
    if (!MessageDigest.isEqual(shown, proof(secret, otherSide, peer, mine))) {
      throw new IOException("the peer does not know this run's secret");
    }
  }

  private static byte[] proof(String secret, Side side, int rank, byte[] nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((byte) side.ordinal());
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(rank).array());
      return mac.doFinal(nonce);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
