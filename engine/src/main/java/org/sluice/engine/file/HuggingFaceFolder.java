package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.SentencePiece;
import org.sluice.engine.tokenizer.Tiktoken;

/** A model as {@code save_pretrained} writes it: config.json, safetensors, tokenizer.json. */
final class HuggingFaceFolder implements Checkpoint {
  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path folder;
  private final ModelConfig config;
  private final Map<String, SafetensorsFile> fileOfTensor = new TreeMap<>();
  private final Map<Path, SafetensorsFile> files = new LinkedHashMap<>();
  private String digest;
  private QuantizedTensors packed;

  private HuggingFaceFolder(Path folder, ModelConfig config) {
    this.folder = folder;
    this.config = config;
  }

  static ModelConfig config(Path folder) {
    Path configFile = folder.resolve("config.json");
    if (!Files.exists(configFile)) {
      throw UserError.at(folder, "", "there is no config.json", instead(folder));
    }
    Path generation = folder.resolve("generation_config.json");
    return ConfigReader.read(
        configFile,
        Json.object(configFile),
        Files.exists(generation) ? Json.object(generation) : MissingNode.getInstance());
  }

  static Checkpoint open(Path folder) {
    Path configFile = folder.resolve("config.json");
    ModelConfig config = config(folder);
    HuggingFaceFolder opened = new HuggingFaceFolder(folder, config);
    try {
      opened.openWeights();
      Architecture.of(config.modelType(), configFile, "model_type").check(config, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private static String instead(Path folder) {
    if (Files.exists(folder.resolve("adapter_config.json"))) {
      return "this is an adapter: give the model that it was trained on";
    }
    return names(folder).stream()
        .filter(name -> name.endsWith(".gguf"))
        .findFirst()
        .map(name -> "give the file " + folder.resolve(name) + " itself")
        .orElse("give a folder with config.json and model.safetensors, or a .gguf file");
  }

  private void openWeights() {
    if (Files.exists(folder.resolve(WEIGHTS))) {
      SafetensorsFile file = open1(folder.resolve(WEIGHTS));
      file.tensors().forEach(name -> fileOfTensor.put(name, file));
    } else if (Files.exists(folder.resolve(INDEX))) {
      openShards();
    } else {
      throw missingWeights();
    }
  }

  private void openShards() {
    Path index = folder.resolve(INDEX);
    JsonNode map = Json.object(index).path("weight_map");
    if (map.isEmpty()) {
      throw UserError.at(index, "weight_map", "names no tensors", "download the file again");
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      Path shard = folder.resolve(entry.getValue().asText());
      // a name with a folder in it could point anywhere on the disk
      if (!shard.normalize().getParent().equals(folder.normalize())) {
        throw UserError.at(
            index,
            Shown.of(entry.getKey()),
            "points outside the folder",
            "take the file that came with it");
      }
      SafetensorsFile file = files.containsKey(shard) ? files.get(shard) : open1(shard);
      file.info(entry.getKey());
      fileOfTensor.put(entry.getKey(), file);
    }
  }

  private SafetensorsFile open1(Path path) {
    SafetensorsFile file = SafetensorsFile.open(path);
    files.put(path, file);
    return file;
  }

  private UserError missingWeights() {
    Optional<String> pickle =
        names(folder).stream().filter(HuggingFaceFolder::isPickle).findFirst();
    if (pickle.isPresent()) {
      return Checkpoint.pickle(folder.resolve(pickle.get()));
    }
    return UserError.at(
        folder, "", "there are no weights: neither " + WEIGHTS + " nor " + INDEX, "add them");
  }

  static boolean isPickle(String name) {
    return name.endsWith(".bin")
        || name.endsWith(".pt")
        || name.endsWith(".pth")
        || name.endsWith(".ckpt");
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw UserError.at(folder, "", "cannot be listed: " + e, "check its permissions").causedBy(e);
    }
  }

  @Override
  public Path path() {
    return folder;
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensors() {
    return quantized() ? packed().tensors() : Collections.unmodifiableSet(fileOfTensor.keySet());
  }

  @Override
  public long[] shape(String name) {
    return quantized() && packed().packs(name)
        ? packed().shape(name)
        : file(name).info(name).shape();
  }

  @Override
  public float[] read(String name) {
    return quantized() && packed().packs(name) ? packed().read(name) : file(name).floats(name);
  }

  /** The tensors of a quantised model. */
  private QuantizedTensors packed() {
    if (packed == null) {
      Map<String, Object> settings = new TreeMap<>();
      if (config.raw().get("quantization_config") instanceof Map<?, ?> given) {
        given.forEach((key, value) -> settings.put(key.toString(), value));
      }
      boolean turned = config.modelType().equals(Architecture.GPT2.modelType());
      packed = new QuantizedTensors(this::file, fileOfTensor.keySet(), settings, turned);
    }
    return packed;
  }

  private SafetensorsFile file(String name) {
    SafetensorsFile file = fileOfTensor.get(name);
    if (file == null) {
      throw UserError.at(
          folder,
          Shown.of(name),
          "there is no such tensor",
          "take weights and config.json of one model");
    }
    return file;
  }

  @Override
  public String tokenizerJson() {
    Path json = folder.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return Json.text(json);
    }
    return names(folder).stream()
        .filter(HuggingFaceFolder::isVocabulary)
        .findFirst()
        .map(name -> converted(folder.resolve(name)))
        .orElseThrow(
            () ->
                UserError.at(
                    folder,
                    "",
                    "there is no tokenizer.json, .model nor .tiktoken",
                    "take the model's whole folder"));
  }

  private static boolean isVocabulary(String name) {
    return name.equals("tokenizer.model")
        || name.equals("spiece.model")
        || name.endsWith(".tiktoken");
  }

  private String converted(Path vocabulary) {
    try {
      byte[] bytes = Files.readAllBytes(vocabulary);
      return Tiktoken.is(bytes)
          ? Tiktoken.tokenizerJson(bytes, tokenizerConfig(), vocabulary)
          : SentencePiece.tokenizerJson(bytes, tokenizerConfig(), vocabulary);
    } catch (IOException e) {
      throw UserError.at(vocabulary, "", "cannot be read: " + e, "check its permissions")
          .causedBy(e);
    }
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    Path file = folder.resolve("tokenizer_config.json");
    return Files.exists(file) ? Json.map(Json.object(file)) : Map.of();
  }

  /**
   * Newer folders keep the template in a file of its own, older ones in the tokenizer's settings.
   */
  @Override
  public Optional<String> chatTemplate() {
    Path own = folder.resolve("chat_template.jinja");
    if (Files.exists(own)) {
      return Optional.of(Json.text(own));
    }
    Object template = tokenizerConfig().get("chat_template");
    if (template instanceof List<?> named) {
      return named.stream()
          .map(t -> (Map<?, ?>) t)
          .filter(t -> "default".equals(t.get("name")))
          .map(t -> String.valueOf(t.get("template")))
          .findFirst();
    }
    return Optional.ofNullable(template).map(Object::toString);
  }

  @Override
  public Map<String, String> specialTokens() {
    Map<String, String> tokens = new TreeMap<>();
    Path older = folder.resolve("special_tokens_map.json");
    if (Files.exists(older)) {
      collectSpecial(Json.map(Json.object(older)), tokens);
    }
    collectSpecial(tokenizerConfig(), tokens);
    return tokens;
  }

  private static void collectSpecial(Map<String, Object> from, Map<String, String> into) {
    from.forEach(
        (key, value) -> {
          if (key.endsWith("_token") && value instanceof String text) {
            into.put(key, text);
          } else if (key.endsWith("_token") && value instanceof Map<?, ?> token) {
            into.put(key, String.valueOf(token.get("content")));
          }
        });
  }

  @Override
  public boolean quantized() {
    return config.raw().get("quantization_config") instanceof Map<?, ?>;
  }

  @Override
  public synchronized String digest() {
    if (digest == null) {
      Set<Path> all = new TreeSet<>(files.keySet());
      all.add(folder.resolve("config.json"));
      digest = Digests.sha256(all);
    }
    return digest;
  }

  @Override
  public void close() {
    files.values().forEach(SafetensorsFile::close);
  }
}
