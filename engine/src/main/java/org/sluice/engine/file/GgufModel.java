package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * Writes a model as a GGUF file, as llama.cpp's converter and quantiser do: one-dimensional
 * tensors, norms, routers and positions in F32, the output layer (or the embedding that stands in
 * for it) of a file of few bits in Q6_K, everything else in the type asked for, or the next that
 * its rows are a multiple of.
 */
public final class GgufModel {
  /** What stays in F32 though it is a matrix. */
  private static final Pattern PRECISE =
      Pattern.compile("position_embd\\..*|.*(_norm|ffn_gate_inp)\\..*");

  /** Of a folder, not of the model: causal masks and frequencies that are computed. */
  private static final Pattern COMPUTED =
      Pattern.compile(".*(rotary_emb\\.inv_freq|masked_bias)|.*\\.(attn|attention)\\.bias");

  private final ModelConfig config;
  private final GgufArchitecture architecture;
  private final GgufType type;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Map<String, SortedMap<Integer, GgufNames.Tensor>> parts = new LinkedHashMap<>();

  private GgufModel(ModelConfig config, GgufType type) {
    this.config = config;
    this.type = type;
    this.architecture =
        GgufArchitecture.of(config)
            .orElseThrow(
                () ->
                    UserError.of(
                        "Models of the type '" + config.modelType() + "' have no form in GGUF here",
                        "take the format safetensors"));
  }

  /** Names of the types that matrices can be written in, as users write them. */
  public static List<String> types() {
    return Arrays.stream(GgufType.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * Writes a model.
   *
   * @param tensors the folder's tensors: shapes and values, asked for one at a time
   * @param tokenizer metadata of the tokenizer, see GgufTokenizer
   * @param type one of {@link #types}
   * @throws UserError when GGUF files cannot hold this model
   */
  public static void write(
      Path target,
      ModelConfig config,
      Map<String, long[]> shapes,
      Function<String, float[]> values,
      Map<String, Object> tokenizer,
      String type) {
    GgufModel model = new GgufModel(config, GgufType.valueOf(type.toUpperCase(Locale.ROOT)));
    shapes.forEach(model::place);
    String name = String.valueOf(target.getFileName()).replaceFirst("\\.gguf$", "");
    GgufMetadata metadata = new GgufMetadata(config, model.architecture, model.type, name);
    model.requireSameModel(metadata);
    Map<String, Object> all = new LinkedHashMap<>(metadata.metadata());
    all.putAll(tokenizer);
    GgufFileWriter writer = new GgufFileWriter(all);
    metadata
        .tables()
        .forEach(
            (table, factors) ->
                writer.add(table, GgufType.F32, new long[] {factors.length}, () -> factors));
    for (String file : model.parts.keySet()) {
      writer.add(file, model.typeOf(file), model.shape(file), model.values(file, values));
    }
    writer.write(target);
  }

  private void place(String name, long[] shape) {
    if (COMPUTED.matcher(name).matches()) {
      return;
    }
    GgufNames.Tensor tensor =
        architecture
            .names()
            .inFolder(name)
            .orElseThrow(
                () ->
                    UserError.of(
                        "A GGUF file of the kind '"
                            + architecture.wireName()
                            + "' has no place for the tensor "
                            + Shown.of(name),
                        "take the format safetensors"));
    shapes.put(name, shape);
    parts.computeIfAbsent(tensor.file(), f -> new TreeMap<>()).put(tensor.expert(), tensor);
  }

  private long[] shape(String file) {
    GgufNames.Tensor first = parts.get(file).get(parts.get(file).firstKey());
    long[] shape = first.change().shape(shapes.get(first.name()));
    if (first.expert() < 0) {
      return shape;
    }
    long[] stack = new long[shape.length + 1];
    stack[0] = parts.get(file).size();
    System.arraycopy(shape, 0, stack, 1, shape.length);
    return stack;
  }

  private Supplier<float[]> values(String file, Function<String, float[]> read) {
    return () -> {
      float[] stack = new float[0];
      int at = 0;
      for (GgufNames.Tensor part : parts.get(file).values()) {
        float[] values =
            part.change().toFile(read.apply(part.name()), shapes.get(part.name()), config);
        if (part.expert() < 0) {
          return values;
        }
        stack = at == 0 ? new float[values.length * parts.get(file).size()] : stack;
        System.arraycopy(values, 0, stack, at, values.length);
        at += values.length;
      }
      return stack;
    };
  }

  private GgufType typeOf(String file) {
    long[] shape = shape(file);
    if (shape.length < 2 || PRECISE.matcher(file).matches()) {
      return GgufType.F32;
    }
    boolean output =
        file.equals("output.weight")
            || file.equals("token_embd.weight") && !parts.containsKey("output.weight");
    boolean fine = !type.quantized() || type == GgufType.Q8_0;
    return fitting(output && !fine ? GgufType.Q6_K : type, shape[shape.length - 1]);
  }

  /** The type, or what llama.cpp's quantiser takes where rows are no multiple of its blocks. */
  private static GgufType fitting(GgufType type, long row) {
    if (row % type.blockValues() == 0) {
      return type;
    }
    GgufType smaller =
        switch (type) {
          case Q2_K, Q3_K -> GgufType.Q4_0;
          case Q4_K -> GgufType.Q5_0;
          case Q5_K -> GgufType.Q5_1;
          case Q6_K -> GgufType.Q8_0;
          case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> GgufType.F16;
        };
    return fitting(smaller, row);
  }

  /** Reads the metadata as a reader will, and compares what it says with the configuration. */
  private void requireSameModel(GgufMetadata metadata) {
    ObjectNode back =
        GgufConfig.json(Path.of("GGUF"), new Written(metadata.metadata()), architecture);
    ObjectNode own = Json.MAPPER.valueToTree(config.raw());
    for (Map.Entry<String, JsonNode> setting : back.properties()) {
      String key = setting.getKey();
      boolean placed =
          key.startsWith("rope_")
              || key.endsWith("_token_id")
              || key.equals("max_position_embeddings");
      boolean renamed = key.equals("model_type") || key.equals("architectures");
      if (!placed && !renamed && own.hasNonNull(key) && !same(own.get(key), setting.getValue())) {
        throw UserError.of(
            "A GGUF file of the kind '%s' means %s %s, the model has %s"
                .formatted(
                    architecture.wireName(),
                    key,
                    setting.getValue(),
                    Shown.of(own.get(key).toString())),
            "take the format safetensors");
      }
    }
  }

  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return Math.abs(a.asDouble() - b.asDouble()) <= 1e-6 * Math.abs(a.asDouble());
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    // a setting of 0 and one that is not there are the same
    return a.equals(b) || a.isNumber() && a.asDouble() == 0 && b.isNull();
  }

  /** The header before there is a file. */
  private final class Written implements GgufHeader {
    private final Map<String, Object> metadata;

    Written(Map<String, Object> metadata) {
      this.metadata = metadata;
    }

    @Override
    public Map<String, Object> metadata() {
      return metadata;
    }

    @Override
    public Set<String> tensors() {
      return parts.keySet();
    }

    @Override
    public long[] shape(String name) {
      return Optional.ofNullable(parts.get(name))
          .map(p -> GgufModel.this.shape(name))
          .orElseThrow(
              () ->
                  UserError.of(
                      "The model has no tensor that GGUF calls " + name, "take a whole model"));
    }

    @Override
    public float[] floats(String name) {
      throw new IllegalStateException(name + " is not written yet");
    }
  }
}
