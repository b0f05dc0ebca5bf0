package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An op of which the text has NAME_f and NAME_b, on a tape; see general.py.
 *
 * @param keeps what NAME_b wants of the inputs
 */
record TextOp(Tape tape, String name, Keeps keeps, List<Var> inputs, Object[] settings) {
  private static final PtNDArray[] NONE = {};

  /** What an op's backward pass wants of its inputs. */
  enum Keeps {
    INPUTS,
    NOTHING
  }

  /** {@link #applyAll} of an op with one output. */
  static Var apply(Tape tape, String name, Keeps keeps, List<Var> inputs, Object... settings) {
    return applyAll(tape, name, keeps, inputs, 1, settings).get(0);
  }

  /**
   * Runs an op and records it.
   *
   * @param outputs how many of the tensors that NAME_f gives are outputs; it saves the others
   */
  static List<Var> applyAll(
      Tape tape, String name, Keeps keeps, List<Var> inputs, int outputs, Object... settings) {
    return new TextOp(tape, name, keeps, inputs, settings).forward(outputs);
  }

  private List<Var> forward(int outputs) {
    PtNDArray[] given = inputs.stream().map(x -> x.value).toArray(PtNDArray[]::new);
    Object[] arguments = new Object[settings.length + 1];
    arguments[0] = given;
    System.arraycopy(settings, 0, arguments, 1, settings.length);
    PtNDArray[] result = tape.ops().torch().call(tape.work(), name + "_f", arguments);
    boolean needs = inputs.stream().anyMatch(x -> x.needsGradient);
    List<Var> made = new ArrayList<>();
    List<long[]> shapes = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add(tape.made(result[i], needs));
      shapes.add(result[i].getShape().getShape());
    }
    if (tape.trains() && needs) {
      PtNDArray[] saved = Arrays.copyOfRange(result, outputs, result.length);
      tape.save(saved);
      if (keeps == Keeps.INPUTS) {
        tape.save(given);
      }
      PtNDArray[] kept = keeps == Keeps.INPUTS ? given : NONE;
      tape.then(() -> back(made, shapes, kept, saved));
    }
    return made;
  }

  private void back(List<Var> outputs, List<long[]> shapes, PtNDArray[] kept, PtNDArray[] saved) {
    PtNDArray[] gradients = gradients(outputs, shapes);
    if (gradients.length == 0) {
      return;
    }
    long need = 0;
    for (int i = 0; i < inputs.size(); i++) {
      need |= inputs.get(i).needsGradient ? 1L << i : 0;
    }
    Object[] arguments = new Object[settings.length + 4];
    arguments[0] = gradients;
    arguments[1] = kept;
    arguments[2] = saved;
    arguments[3] = need;
    System.arraycopy(settings, 0, arguments, 4, settings.length);
    PtNDArray[] result = tape.ops().torch().call(tape.work(), name + "_b", arguments);
    for (int i = 0; i < result.length; i++) {
      tape.accumulate(inputs.get(i), result[i]);
    }
  }

  /** Gradients of the outputs, zeros for those that nothing wanted; none where all are so. */
  private PtNDArray[] gradients(List<Var> outputs, List<long[]> shapes) {
    Optional<PtNDArray> any =
        outputs.stream().map(y -> y.gradient).filter(Objects::nonNull).findFirst();
    PtNDArray[] gradients = new PtNDArray[any.isPresent() ? outputs.size() : 0];
    for (int i = 0; i < gradients.length; i++) {
      PtNDArray known = outputs.get(i).gradient;
      gradients[i] =
          known == null ? tape.ops().zerosAs(tape.work(), any.orElseThrow(), shapes.get(i)) : known;
    }
    return gradients;
  }
}
