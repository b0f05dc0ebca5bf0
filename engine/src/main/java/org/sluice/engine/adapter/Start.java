package org.sluice.engine.adapter;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.base.UserError;
import org.sluice.engine.file.Finite;
import org.sluice.engine.file.SafetensorsFile;

/** Where a method's tensors start: fresh, or from a file. */
public interface Start {
  /** The values of a tensor; empty where the method makes them itself. */
  Optional<float[]> read(String name, long[] shape);

  /** Whether a tensor is there to read. */
  boolean has(String name);

  /** Takes a tensor for read. */
  void ignore(String name);

  /** Whether tensors come from a file. */
  boolean stored();

  /** Names that were there and that nobody asked for. */
  Set<String> unread();

  /** Everything as the method starts it. */
  static Start fresh() {
    return new Start() {
      @Override
      public Optional<float[]> read(String name, long[] shape) {
        return Optional.empty();
      }

      @Override
      public boolean has(String name) {
        return false;
      }

      @Override
      public void ignore(String name) {}

      @Override
      public boolean stored() {
        return false;
      }

      @Override
      public Set<String> unread() {
        return Set.of();
      }
    };
  }

  /**
   * The tensors of a file.
   *
   * @param where how errors name the file
   */
  static Start of(SafetensorsFile file, Object where) {
    Set<String> read = new HashSet<>();
    return new Start() {
      @Override
      public Optional<float[]> read(String name, long[] shape) {
        if (!file.tensors().contains(name)) {
          throw misfit(name, "lacks a tensor that its settings ask for");
        }
        long[] found = file.info(name).shape();
        if (!Arrays.equals(found, shape)) {
          throw misfit(
              name,
              "has the shape %s, the model needs %s"
                  .formatted(Arrays.toString(found), Arrays.toString(shape)));
        }
        read.add(name);
        return Optional.of(Finite.values(file.floats(name), where, name));
      }

      private UserError misfit(String name, String problem) {
        return UserError.at(
            where,
            name,
            "the adapter does not fit: it " + problem,
            "give the model that it was trained on");
      }

      @Override
      public boolean has(String name) {
        return file.tensors().contains(name);
      }

      @Override
      public void ignore(String name) {
        read.add(name);
      }

      @Override
      public boolean stored() {
        return true;
      }

      @Override
      public Set<String> unread() {
        Set<String> rest = new TreeSet<>(file.tensors());
        rest.removeAll(read);
        return rest;
      }
    };
  }

  /** What this start has, and what another has besides. */
  default Start and(Start more) {
    Start one = this;
    return new Start() {
      @Override
      public Optional<float[]> read(String name, long[] shape) {
        return one.has(name) || !more.has(name) ? one.read(name, shape) : more.read(name, shape);
      }

      @Override
      public boolean has(String name) {
        return one.has(name) || more.has(name);
      }

      @Override
      public void ignore(String name) {
        one.ignore(name);
        more.ignore(name);
      }

      @Override
      public boolean stored() {
        return one.stored() || more.stored();
      }

      @Override
      public Set<String> unread() {
        Set<String> rest = new TreeSet<>(one.unread());
        rest.addAll(more.unread());
        return rest;
      }
    };
  }
}
