package org.sluice.engine.adapter;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsFile;

/** Where a method's tensors start: fresh, or from a file. */
public interface Start {
  /** The values of a tensor; empty where the method makes them itself. */
  Optional<float[]> read(String name, long[] shape);

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
        return Optional.of(file.floats(name));
      }

      private UserError misfit(String name, String problem) {
        return UserError.at(
            where,
            name,
            "the adapter does not fit: it " + problem,
            "give the model that it was trained on");
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
}
