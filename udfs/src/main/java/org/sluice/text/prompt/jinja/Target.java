package org.sluice.text.prompt.jinja;

import java.util.Iterator;
import java.util.List;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Types;

/** What a value can be assigned to. */
sealed interface Target {
  void assign(Scope scope, Object value);

  /** Refuses, before the value is computed, an attribute of something that is no namespace. */
  default void check(Scope scope) {}

  /** A variable. */
  record Variable(String name) implements Target {
    @Override
    public void assign(Scope scope, Object value) {
      scope.set(name, value);
    }
  }

  /** {@code namespace.attribute}. */
  record NamespaceAttribute(String namespace, String attribute) implements Target {
    @Override
    public void check(Scope scope) {
      if (!(scope.find(namespace) instanceof Namespace)) {
        throw PythonError.of(ErrorType.RUNTIME, "cannot assign attribute on non-namespace object");
      }
    }

    @Override
    public void assign(Scope scope, Object value) {
      ((Namespace) scope.find(namespace)).set(attribute, value);
    }
  }

  /** {@code a, b}: takes an iterable apart. */
  record Several(List<Target> targets) implements Target {
    @Override
    public void check(Scope scope) {
      targets.forEach(target -> target.check(scope));
    }

    @Override
    public void assign(Scope scope, Object value) {
      if (!Sequences.iterable(value)) {
        throw PythonError.type("cannot unpack non-iterable %s object", Types.name(value));
      }
      Object[] parts = new Object[targets.size()];
      Iterator<Object> items = Sequences.iterator(value);
      for (int i = 0; i < parts.length; i++) {
        parts[i] = items.hasNext() ? items.next() : Attributes.ABSENT;
        if (parts[i] == Attributes.ABSENT) {
          throw PythonError.value(
              "not enough values to unpack (expected %d, got %d)", parts.length, i);
        }
      }
      if (items.hasNext()) {
        throw PythonError.value("too many values to unpack (expected %d)", parts.length);
      }
      for (int i = 0; i < parts.length; i++) {
        targets.get(i).assign(scope, parts[i]);
      }
    }
  }
}
