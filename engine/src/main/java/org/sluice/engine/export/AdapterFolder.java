package org.sluice.engine.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraMethod;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.adapter.Start;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Finite;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;

/**
 * An adapter on disk in PEFT's format, with a file beside it that says where it comes from: {@code
 * adapter_model.safetensors}, {@code adapter_config.json}, {@code sluice.json}.
 */
public final class AdapterFolder implements AutoCloseable {
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String CONFIG = "adapter_config.json";
  private static final String PROVENANCE = "sluice.json";

  private final Path folder;
  private final AdapterInfo info;
  private final SafetensorsFile weights;

  private AdapterFolder(Path folder, AdapterInfo info, SafetensorsFile weights) {
    this.folder = folder;
    this.info = info;
    this.weights = weights;
  }

  /** Writes a model's adapter in float32: the whole folder or nothing. */
  public static void write(Path target, Model model, AdapterInfo info) {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    for (Parameter parameter : model.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        writer.addFloats(part.name(), TensorType.F32, part.shape(), () -> parameter.read(part));
      }
    }
    ObjectNode config = PeftConfig.json(info.method(), info.base(), targets(model, info.method()));
    write(target, writer, config, info);
  }

  /** Writes an adapter as PEFT saves it, in float32: the whole folder or nothing. */
  public static void write(Path target, Adapter adapter, AdapterInfo info) {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    for (Adapter.Saved saved : adapter.saved()) {
      writer.addFloats(saved.name(), TensorType.F32, saved.shape(), saved.values());
    }
    ObjectNode config = PeftConfig.json(adapter.method(), info.base(), adapter.adaptedModules());
    adapter.configAdditions().forEach((key, v) -> config.set(key, Json.MAPPER.valueToTree(v)));
    write(target, writer, config, info);
  }

  private static void write(
      Path target, SafetensorsWriter writer, ObjectNode config, AdapterInfo info) {
    AtomicFiles.folder(
        target,
        folder -> {
          writer.write(folder.resolve(WEIGHTS));
          Files.writeString(folder.resolve(CONFIG), config.toPrettyString());
          Files.writeString(folder.resolve(PROVENANCE), provenance(info).toPrettyString());
        });
  }

  private static ObjectNode provenance(AdapterInfo info) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("base", info.base());
    info.baseDigest().ifPresent(digest -> json.put("base_digest", digest));
    info.trainedOn().ifPresent(form -> json.put("trained_on", name(form)));
    info.provenance().forEach(json.putObject("provenance")::put);
    return json;
  }

  private static String name(Quantization form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> targets(Model model, Method method) {
    return Methods.linearTargets(model, method);
  }

  /**
   * Opens an adapter, whoever wrote it.
   *
   * @throws UserError when it is missing, damaged or of a kind that is not run here
   */
  public static AdapterFolder open(Path folder) {
    if (!Files.exists(folder.resolve(CONFIG))) {
      throw UserError.at(
          folder, "", "there is no " + CONFIG, "give a folder with an adapter in PEFT's format");
    }
    JsonNode config = Json.object(folder.resolve(CONFIG));
    Method method = Methods.read(folder.resolve(CONFIG), config);
    Path own = folder.resolve(PROVENANCE);
    JsonNode from = Files.exists(own) ? Json.object(own) : Json.MAPPER.createObjectNode();
    Map<String, String> provenance = new TreeMap<>();
    from.path("provenance")
        .properties()
        .forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
    AdapterInfo info =
        new AdapterInfo(
            method,
            config.path("base_model_name_or_path").asText(""),
            Optional.ofNullable(from.path("base_digest").textValue()),
            trainedOn(own, from),
            provenance);
    Path pickle = folder.resolve("adapter_model.bin");
    if (!Files.exists(folder.resolve(WEIGHTS)) && Files.exists(pickle)) {
      throw Checkpoint.pickle(pickle);
    }
    return new AdapterFolder(folder, info, SafetensorsFile.open(folder.resolve(WEIGHTS)));
  }

  private static Optional<Quantization> trainedOn(Path file, JsonNode from) {
    if (!from.has("trained_on")) {
      return Optional.empty();
    }
    String name = from.path("trained_on").asText();
    return Optional.of(
        Arrays.stream(Quantization.values())
            .filter(form -> name(form).equals(name))
            .findFirst()
            .orElseThrow(
                () -> UserError.at(file, "trained_on", "is not known", "restore the file")));
  }

  public AdapterInfo info() {
    return info;
  }

  /**
   * Attaches the adapter to a model, to run it or to train it further.
   *
   * @throws UserError when it does not fit the model
   */
  public Adapter attachTo(Model model) {
    return Methods.attach(model, info.method(), Start.of(weights, folder.resolve(WEIGHTS)), 0);
  }

  /** Refuses another base than the one it was trained on, where that is known. */
  public void requireBase(Checkpoint base) {
    if (info.baseDigest().isPresent() && !info.baseDigest().get().equals(base.digest())) {
      throw misfit("", "was trained on another model than " + base.path());
    }
  }

  /** Whether a weight of the base has an addition; {@code name} ends in ".weight". */
  boolean changes(String name) {
    return weights.tensors().contains(Lora.nameA(module(name)));
  }

  /** Adds scale · B A to a weight [rows, columns] of the base, in place. */
  void addTo(String name, float[] weight, int rows, int columns) {
    LoraMethod lora = (LoraMethod) info.method();
    int r = lora.rank(module(name));
    requireShape(Lora.nameA(module(name)), r, columns);
    requireShape(Lora.nameB(module(name)), rows, r);
    float[] a = values(Lora.nameA(module(name)));
    float[] b = values(Lora.nameB(module(name)));
    float scale = (float) lora.scale(module(name));
    float[] sum = new float[columns];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sum, 0);
      for (int k = 0; k < r; k++) {
        float factor = b[row * r + k];
        for (int column = 0; column < columns; column++) {
          sum[column] += factor * a[k * columns + column];
        }
      }
      for (int column = 0; column < columns; column++) {
        weight[row * columns + column] += scale * sum[column];
      }
    }
  }

  /** Refuses a plain LoRA with a tensor for a layer that the model has not. */
  void requireLayers(Set<String> modelTensors) {
    Set<String> rest = new TreeSet<>(weights.tensors());
    for (String name : modelTensors) {
      if (name.endsWith(".weight") && changes(name)) {
        rest.remove(Lora.nameA(module(name)));
        rest.remove(Lora.nameB(module(name)));
      }
    }
    if (!rest.isEmpty()) {
      throw misfit(rest.iterator().next(), "has a tensor for a layer that the model has not");
    }
  }

  private float[] values(String name) {
    return Finite.values(weights.floats(name), folder.resolve(WEIGHTS), name);
  }

  private static String module(String weight) {
    return weight.substring(0, weight.length() - ".weight".length());
  }

  private void requireShape(String name, long rows, long columns) {
    long[] found = weights.info(name).shape();
    if (!Arrays.equals(found, new long[] {rows, columns})) {
      throw misfit(
          name,
          "has the shape "
              + Arrays.toString(found)
              + ", the model needs "
              + List.of(rows, columns));
    }
  }

  private UserError misfit(String place, String problem) {
    return UserError.at(
        folder.resolve(WEIGHTS),
        place,
        "the adapter does not fit: it " + problem,
        "give the model that it was trained on"
            + (info.base().isEmpty() ? "" : ": " + info.base()));
  }

  @Override
  public void close() {
    weights.close();
  }
}
