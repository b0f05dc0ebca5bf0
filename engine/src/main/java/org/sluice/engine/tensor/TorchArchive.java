package org.sluice.engine.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive from plain text, with the JDK alone.
 *
 * <p>The archive holds one module without parameters, {@code __torch__.M}; its methods are the ops.
 * Free functions stand beside the class and are called as {@code __torch__.name(...)}.
 */
final class TorchArchive {
  private TorchArchive() {}

  /** The archive's bytes; {@code source} must define class M. */
  static byte[] of(String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // All entries lie under one folder, whose name is free.
      put(zip, "ops/data.pkl", modulePickle());
      put(zip, "ops/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      put(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
      put(zip, "ops/version", "10\n".getBytes(StandardCharsets.US_ASCII));
      put(zip, "ops/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Pickle, protocol 2, of an object of class __torch__.M with the attribute training = True. */
  private static byte[] modulePickle() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2}); // PROTO
    pickle.write("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL module, name
    pickle.write(new byte[] {')', (byte) 0x81}); // EMPTY_TUPLE, NEWOBJ
    pickle.write(new byte[] {'}', '('}); // EMPTY_DICT, MARK
    byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.write(new byte[] {'X', (byte) name.length, 0, 0, 0}); // BINUNICODE, length
    pickle.write(name);
    pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'}); // NEWTRUE, SETITEMS, BUILD, STOP
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(data);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED); // size and CRC in the local header: no data descriptor
    entry.setSize(data.length);
    entry.setCompressedSize(data.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }
}
