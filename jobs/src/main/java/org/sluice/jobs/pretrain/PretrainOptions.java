package org.sluice.jobs.pretrain;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link PretrainStep}; the shape of the model as config.json of a Llama names it. */
public record PretrainOptions(
    @Setting(help = "Folder of the tokenizer; left out: the run's own") Optional<String> tokenizer,
    @Setting(help = "Columns with text", def = "[text]") List<String> columns,
    @Setting(help = "Width of the model", def = "128") int hiddenSize,
    @Setting(help = "Blocks", def = "4") int numHiddenLayers,
    @Setting(help = "Heads of the queries", def = "4") int numAttentionHeads,
    @Setting(help = "Heads of keys and values", def = "2") int numKeyValueHeads,
    @Setting(help = "Width inside the feed-forward layer", def = "384") int intermediateSize,
    @Setting(help = "Longest text that the model is made for", unit = "tokens", def = "512")
        int maxPositionEmbeddings,
    @Setting(help = "The output head is the embedding matrix", def = "true")
        boolean tieWordEmbeddings,
    @Setting(help = "Length of a training row", unit = "tokens", def = "256") int maxLength,
    @Setting(help = "Updates of the weights", def = "300") int steps,
    @Setting(help = "Rows in a forward pass of one rank", def = "16") int perDeviceBatchSize,
    @Setting(help = "Forward passes before one update", def = "1") int gradientAccumulationSteps,
    @Setting(help = "Largest step size of AdamW", def = "3.0e-3") double learningRate,
    @Setting(help = "Share of the steps in which the step size rises", def = "0.05")
        double warmupRatio,
    @Setting(help = "Decoupled weight decay of AdamW", def = "0.1") double weightDecay,
    @Setting(help = "Gradients are scaled down to this norm; 0: never", def = "1.0")
        double maxGradNorm,
    @Setting(help = "Seed of the first weights and of the rows' order", def = "42") long seed,
    @Setting(help = "Steps between two checkpoints; 0: none", def = "100") int saveSteps,
    @Setting(
            help = "Ranks that train together; 0: one a task slot, and one in local mode",
            def = "0")
        int worldSize,
    @Setting(
            help =
                "Rows are read in the order of the column place of mix; a recipe sets it where mix"
                    + " has a curriculum",
            def = "false")
        boolean keepOrder)
    implements Serializable {

  public PretrainOptions {
    Check.that(!columns.isEmpty(), "columns must not be empty");
    Check.that(
        numAttentionHeads >= 1 && hiddenSize % numAttentionHeads == 0,
        "hidden_size must be a multiple of num_attention_heads, got %d and %d",
        hiddenSize,
        numAttentionHeads);
    Check.that(
        hiddenSize / numAttentionHeads % 2 == 0,
        "hidden_size over num_attention_heads must be even, got %d",
        hiddenSize / numAttentionHeads);
    Check.that(
        numKeyValueHeads >= 1 && numAttentionHeads % numKeyValueHeads == 0,
        "num_attention_heads must be a multiple of num_key_value_heads, got %d and %d",
        numAttentionHeads,
        numKeyValueHeads);
    Check.atLeast("num_hidden_layers", numHiddenLayers, 1);
    Check.atLeast("intermediate_size", intermediateSize, 1);
    Check.that(
        maxLength >= 2 && maxLength <= maxPositionEmbeddings,
        "max_length must be 2 to max_position_embeddings (%d), got %d",
        maxPositionEmbeddings,
        maxLength);
    Check.atLeast("steps", steps, 1);
    Check.atLeast("per_device_batch_size", perDeviceBatchSize, 1);
    Check.atLeast("gradient_accumulation_steps", gradientAccumulationSteps, 1);
    Check.positive("learning_rate", learningRate);
    Check.share("warmup_ratio", warmupRatio);
    Check.notNegative("weight_decay", weightDecay);
    Check.notNegative("max_grad_norm", maxGradNorm);
    Check.atLeast("save_steps", saveSteps, 0);
    Check.atLeast("world_size", worldSize, 0);
  }
}
