package org.sluice.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

class BitFitTest {
  /** BART's final_logits_bias is no parameter of transformers'. */
  @Test
  void whatNoTrainingChangesIsNotTrained() {
    LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
    try (Torch torch = Torch.onCpu(1);
        Checkpoint bart = Checkpoint.open(Tiny.FOLDER.resolveSibling("models").resolve("bart"))) {
      Model model = Task.SEQ_2_SEQ_LM.load(torch, bart, options);
      Adapter adapter = Methods.attach(model, new BitFit(Map.of()), Start.fresh(), 0);
      assertThat(adapter.parameters())
          .flatExtracting(Parameter::parts)
          .extracting(Parameter.Part::name)
          .contains("model.decoder.layers.1.fc2.bias")
          .allMatch(name -> name.startsWith("model."));
    }
  }
}
