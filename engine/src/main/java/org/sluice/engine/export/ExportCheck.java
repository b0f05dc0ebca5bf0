package org.sluice.engine.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/**
 * Writes what this engine computes from an export, for benchmarks/peers/check_export.py to compare
 * with transformers and PEFT: {@code {"texts": [...], "ids": [[...]], "logits": [[...]]}}, logits
 * of each text's last token in float32.
 */
public final class ExportCheck {
  private ExportCheck() {}

  /**
   * Runs texts through a model in float32, unquantised.
   *
   * @param base a model's folder or file
   * @param adapter an adapter's folder, if one is to be attached
   */
  public static void write(Path out, Path base, Optional<Path> adapter, List<String> texts) {
    LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
    try (Torch torch = Torch.onCpu(0);
        Checkpoint checkpoint = Checkpoint.open(base);
        Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), base)) {
      CausalModel model = CausalModel.load(torch, checkpoint, options);
      if (adapter.isPresent()) {
        try (AdapterFolder folder = AdapterFolder.open(adapter.get())) {
          folder.requireBase(checkpoint);
          folder.attachTo(model);
        }
      }
      ObjectNode json = Json.MAPPER.createObjectNode();
      ArrayNode allTexts = json.putArray("texts");
      ArrayNode allIds = json.putArray("ids");
      ArrayNode allLogits = json.putArray("logits");
      for (String text : texts) {
        int[] ids = tokenizer.ids(text, true);
        allTexts.add(text);
        ArrayNode row = allIds.addArray();
        for (int id : ids) {
          row.add(id);
        }
        ArrayNode scores = allLogits.addArray();
        for (float score : lastLogits(model, ids)) {
          scores.add(score);
        }
      }
      AtomicFiles.write(out, json.toString());
    }
  }

  static float[] lastLogits(CausalModel model, int[] ids) {
    try (Tape tape = model.inferenceTape()) {
      Packing packing = new Packing(new int[] {ids.length});
      return model.logits(tape, model.hidden(tape, ids, packing, new long[] {ids.length - 1L}))[0];
    }
  }

  /** Arguments: output file, base, adapter or "-", texts. */
  public static void main(String[] args) {
    Optional<Path> adapter = args[2].equals("-") ? Optional.empty() : Optional.of(Path.of(args[2]));
    write(Path.of(args[0]), Path.of(args[1]), adapter, List.of(args).subList(3, args.length));
  }
}
