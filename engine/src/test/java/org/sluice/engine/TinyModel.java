package org.sluice.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/** The tiny golden model, loaded in float. */
public record TinyModel(Torch torch, CausalModel model, Tokenizer tokenizer)
    implements AutoCloseable {
  public static TinyModel load() {
    try (Checkpoint checkpoint = Checkpoint.open(Tiny.FOLDER)) {
      Torch torch = Torch.onCpu(1);
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      return new TinyModel(
          torch,
          CausalModel.load(torch, checkpoint, options),
          Tokenizer.of(checkpoint.tokenizerJson(), Tiny.FOLDER));
    }
  }

  /** Lists of token ids in expected.json. */
  public static List<int[]> ids(JsonNode arrays) {
    List<int[]> all = new ArrayList<>();
    for (JsonNode array : arrays) {
      all.add(IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray());
    }
    return all;
  }

  /** Numbers in expected.json. */
  public static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
    torch.close();
  }
}
