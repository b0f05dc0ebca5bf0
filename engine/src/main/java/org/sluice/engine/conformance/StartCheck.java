package org.sluice.engine.conformance;

import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.adapter.Start;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Parameter;

/**
 * Compares a start that is computed from the weights (pissa, olora, loftq) with the one of its
 * case. Singular vectors have no sign, so products B A are compared.
 */
final class StartCheck {
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  private final Comparison comparison;

  StartCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Starts the method afresh on the model, which is left as it was. */
  void compare(Model model, Method method, SafetensorsFile expected) {
    Adapter adapter = Methods.attach(model, method, Start.fresh(), 0);
    Map<String, float[]> values = new TreeMap<>();
    for (Parameter parameter : adapter.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        values.put(part.name(), parameter.read(part));
      }
    }
    boolean rounded = "loftq".equals(method.settings().raw("init_lora_weights"));
    for (String name : expected.tensors()) {
      if (name.endsWith(A) && !name.startsWith("base.")) {
        String other = name.replace(A, B);
        int r = (int) expected.info(name).shape()[0];
        int columns = (int) expected.info(name).shape()[1];
        // the library that rounded for the set is wrong where a row is no whole number of blocks
        if (!rounded || columns % 64 == 0) {
          comparison.tensor(
              Comparison.Heading.START,
              name.replace(A, ""),
              product(values.get(other), values.get(name), r),
              product(expected.floats(other), expected.floats(name), r));
        }
      }
    }
    adapter.deactivate();
  }

  private static float[] product(float[] b, float[] a, int r) {
    int rows = b.length / r;
    int columns = a.length / r;
    float[] product = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < r; k++) {
        for (int j = 0; j < columns; j++) {
          product[i * columns + j] += b[i * r + k] * a[k * columns + j];
        }
      }
    }
    return product;
  }
}
