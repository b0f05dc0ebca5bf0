package org.sluice.engine.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.engine.file.GgufModel;
import org.sluice.engine.file.TensorType;

/** In which form a whole model is written. */
public interface ModelForm {
  /** Of a folder with weights as they are. */
  String PLAIN = "none";

  /** Writes it: all of it or nothing. */
  void write(Path target, ModelParts parts);

  /** A folder with its weights in F32, F16 or BF16. */
  static ModelForm folder(TensorType type) {
    return new PlainFolder(type);
  }

  /**
   * A folder in which the layers' matrices are quantised.
   *
   * @param quantization none, or one of bitsandbytes' forms by its name: nf4, fp4-double, int8 ...
   * @param type of the other tensors
   */
  static ModelForm folder(String quantization, TensorType type) {
    if (quantization.equals(PLAIN)) {
      return folder(type);
    }
    List<String> names = new ArrayList<>(List.of(PLAIN));
    for (BitsAndBytesFolder.Code code : BitsAndBytesFolder.Code.values()) {
      if (code.wireName().equals(quantization.toLowerCase(Locale.ROOT))) {
        return new BitsAndBytesFolder(type, code);
      }
      names.add(code.wireName());
    }
    throw unknown(quantization, names);
  }

  /**
   * One GGUF file with its tokenizer.
   *
   * @param quantization none, or a type of GGML's by its name: q4_0, q8_0, q4_k ...
   * @param type of the matrices where that is none
   */
  static ModelForm gguf(String quantization, TensorType type) {
    String name =
        (quantization.equals(PLAIN) ? type.name() : quantization).toLowerCase(Locale.ROOT);
    List<String> names = new ArrayList<>(List.of(PLAIN));
    names.addAll(GgufModel.types());
    if (!names.contains(name)) {
      throw unknown(quantization, names);
    }
    return new GgufForm(name);
  }

  private static UserError unknown(String quantization, List<String> names) {
    return UserError.of(
        "A model is not written in this format with the quantisation '" + quantization + "'",
        "take one of " + names + " (nearest: " + Nearest.to(quantization, names) + ")");
  }
}
