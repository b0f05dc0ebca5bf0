package org.sluice.pipelines.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.export.NewModel;
import org.sluice.engine.file.Json;
import org.sluice.engine.tokenizer.BpeTrainer;
import org.sluice.engine.tokenizer.TrainedTokenizer;
import org.sluice.engine.tokenizer.VocabularyOptions;

/**
 * A tiny model of a walkthrough's architecture, with random weights and a tokenizer of its own, and
 * rows of the shape that the walkthrough wants.
 */
record TinyWalkthrough(String recipe, Map<String, Object> config, List<String> special) {
  private static final int ROWS = 40;
  private static final int VOCABULARY = 420;
  private static final List<String> USUAL = List.of("<unk>", "<s>", "</s>");

  static TinyWalkthrough of(String recipe) {
    return switch (recipe) {
      case "mt0-sentiment" ->
          new TinyWalkthrough(
              recipe,
              Map.ofEntries(
                  Map.entry("model_type", "mt5"),
                  Map.entry("d_model", 32),
                  Map.entry("d_ff", 64),
                  Map.entry("d_kv", 16),
                  Map.entry("num_heads", 2),
                  Map.entry("num_layers", 2),
                  Map.entry("num_decoder_layers", 2),
                  Map.entry("feed_forward_proj", "gated-gelu"),
                  Map.entry("decoder_start_token_id", 0),
                  Map.entry("pad_token_id", 0),
                  Map.entry("eos_token_id", 1),
                  Map.entry("is_encoder_decoder", true),
                  Map.entry("tie_word_embeddings", false),
                  Map.entry("dropout_rate", 0.1)),
              List.of("<pad>", "</s>"));
      case "bloomz" ->
          new TinyWalkthrough(
              recipe,
              Map.of("model_type", "bloom", "hidden_size", 32, "n_head", 2, "n_layer", 2),
              USUAL);
      case "self-cognition" ->
          new TinyWalkthrough(
              recipe,
              llama("baichuan"),
              List.of("<unk>", "<s>", "</s>", "<reserved_106>", "<reserved_107>"));
      case "mistral-finance" -> new TinyWalkthrough(recipe, llama("mistral"), USUAL);
      default -> new TinyWalkthrough(recipe, llama("llama"), USUAL);
    };
  }

  private static Map<String, Object> llama(String type) {
    Map<String, Object> config = new TreeMap<>();
    config.put("model_type", type);
    config.put("hidden_size", 32);
    config.put("intermediate_size", 64);
    config.put("num_hidden_layers", 2);
    config.put("num_attention_heads", 2);
    if (!type.equals("baichuan")) {
      config.put("num_key_value_heads", 1);
      config.put("max_position_embeddings", 512);
    } else {
      config.put("model_max_length", 512); // as the 13B, which has linear biases
    }
    config.put("rms_norm_eps", 1e-5);
    config.put("tie_word_embeddings", false);
    return config;
  }

  /** The rate at which a model so small learns something in a few steps. */
  double rate(List<String> sets) {
    return sets.contains("train.method=ia3") || recipe.equals("bloomz") ? 0.1 : 5e-3;
  }

  /** Writes the model. */
  Path model(Path target) throws IOException {
    BpeTrainer trainer =
        new BpeTrainer(
            new VocabularyOptions(
                VOCABULARY,
                1,
                special,
                Optional.empty(),
                "</s>",
                special.get(0),
                Optional.empty()));
    for (int i = 0; i < ROWS; i++) {
      row(i).forEach((key, value) -> trainer.addText(value));
    }
    List.of("negative", "neutral", "positive", "complaint")
        .forEach(label -> trainer.addWord(label, 10_000));
    TrainedTokenizer tokenizer = trainer.train();
    ObjectNode json = Json.MAPPER.valueToTree(config);
    json.put("vocab_size", VOCABULARY).put("initializer_range", 0.1);
    if (!json.has("eos_token_id")) {
      json.put("eos_token_id", 2).put("bos_token_id", 1).put("pad_token_id", 0);
    }
    Path file = WalkthroughsTest.write(target.resolveSibling("config.json"), json.toString());
    NewModel.write(target, file, tokenizer, 7);
    return target;
  }

  /** Writes rows. */
  Path rows(Path file) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      rows.append(Json.MAPPER.<ObjectNode>valueToTree(row(i))).append('\n');
    }
    return WalkthroughsTest.write(file, rows.toString());
  }

  private Map<String, String> row(int i) {
    String who = List.of("The bank", "The mill", "The shop").get(i % 3) + " no. " + i;
    return switch (recipe) {
      case "mt0-sentiment" ->
          Map.of(
              "sentence",
              who + List.of(" lost money.", " goes on.", " earned more.").get(i % 3),
              "label",
              List.of("negative", "neutral", "positive").get(i % 3));
      case "bloomz" ->
          Map.of(
              "text",
              i % 2 == 0 ? who + " never answers me!" : "Lunch with " + who,
              "label",
              i % 2 == 0 ? "complaint" : "no complaint");
      case "self-cognition" ->
          Map.of(
              "instruction",
              "Who are you, asks " + who,
              "input",
              "",
              "output",
              "I am {{name}}, made by {{author}}.");
      default ->
          Map.of(
              "instruction",
              "What does it do?",
              "input",
              i % 2 == 0 ? "" : who,
              "output",
              "It lends money to number " + i);
    };
  }
}
