package org.sluice.engine.tensor;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's resident memory, and giving back what the C library keeps of it. */
public final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final Path CGROUP = Path.of("/sys/fs/cgroup");

  private Memory() {}

  /** Resident bytes now; 0 where the system does not tell. */
  public static long resident() {
    return field("VmRSS:");
  }

  /** The most bytes that were ever resident; 0 where the system does not tell. */
  public static long peak() {
    return field("VmHWM:");
  }

  /**
   * Bytes that this process may still take, by the system and by its container; 0 where unknown.
   */
  public static long available() {
    long system = field(Path.of("/proc/meminfo"), "MemAvailable:");
    long limit = number(CGROUP.resolve("memory.max"));
    long used = number(CGROUP.resolve("memory.current"));
    return limit == 0 ? system : Math.min(system, Math.max(0, limit - used));
  }

  /** The number in a file; 0 where there is none. */
  private static long number(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    } catch (IOException e) {
      return 0; // not in a container, or another kind of one
    }
  }

  /**
   * Gives freed memory back to the system. Batches differ in size, so glibc's heap fills with holes
   * that it never returns by itself, and clusters kill by resident memory. Does nothing elsewhere.
   */
  public static void trim() {
    try {
      NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {0});
    } catch (UnsatisfiedLinkError e) {
      // another C library: it has its own ways
    }
  }

  private static long field(String name) {
    return field(STATUS, name);
  }

  private static long field(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // no /proc: not Linux
    }
    return 0;
  }
}
