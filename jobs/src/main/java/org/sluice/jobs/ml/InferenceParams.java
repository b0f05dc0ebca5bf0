package org.sluice.jobs.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.sluice.engine.generate.SamplingOptions;

/** The params of {@link HasInference}, made for one stage. */
final class InferenceParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> modelUrl;
  final Param<String> engine;
  final IntParam batchSize;
  final Param<String> inputCol;
  final Param<String> outputCol;
  final Param<String> scoreCol;
  final Param<String> chatTemplate;
  final StringArrayParam labels;
  final IntParam maxLength;
  final IntParam maxNewTokens;
  final DoubleParam temperature;
  final DoubleParam topP;
  final IntParam promptLookupNumTokens;
  final Param<String> quantization;
  final BooleanParam doubleQuant;
  final Param<String> dtype;
  final Param<String> device;

  /**
   * Makes the params and sets their defaults.
   *
   * @param stage whose uid is known already
   */
  InferenceParams(Params stage) {
    modelUrl = new Param<>(stage, "modelUrl", "Folder with config.json, or a .gguf file");
    engine = new Param<>(stage, "engine", "PyTorch", ParamValidators.inArray(List.of("PyTorch")));
    batchSize = new IntParam(stage, "batchSize", "Rows answered together", ParamValidators.gtEq(1));
    inputCol = new Param<>(stage, "inputCol", "Column with conversations");
    outputCol = new Param<>(stage, "outputCol", "Column that gets the answer");
    scoreCol =
        new Param<>(
            stage,
            "scoreCol",
            "Column that gets loss (a sum over the answer, in nats), tokens, label and prediction"
                + " of conversations that end in an answer");
    chatTemplate =
        new Param<>(
            stage, "chatTemplate", "Text of a template in Jinja; empty: the model's own template");
    labels =
        new StringArrayParam(
            stage, "labels", "The answers to choose from for the prediction; empty: none is made");
    maxLength =
        new IntParam(
            stage, "maxLength", "Longest conversation, in tokens", ParamValidators.gtEq(2));
    maxNewTokens =
        new IntParam(
            stage,
            "maxNewTokens",
            "Longest answer, in tokens; 0: none is generated",
            ParamValidators.gtEq(0));
    temperature =
        new DoubleParam(
            stage,
            "temperature",
            "0: the likeliest token; above: draw among them",
            ParamValidators.gtEq(0));
    topP =
        new DoubleParam(
            stage,
            "topP",
            "Draw only among the likeliest tokens with this share",
            ParamValidators.inRange(0, 1, false, true));
    promptLookupNumTokens =
        new IntParam(
            stage,
            "promptLookupNumTokens",
            "Longest draft of an answer from the row's own text, checked by the model; 0: none",
            ParamValidators.gtEq(0));
    quantization =
        new Param<>(
            stage,
            "quantization",
            "How frozen weights are kept: nf4 or none",
            ParamValidators.inArray(List.of("nf4", "none")));
    doubleQuant = new BooleanParam(stage, "doubleQuant", "Quantise the scales of the blocks too");
    dtype =
        new Param<>(
            stage,
            "dtype",
            "Type of the arithmetic: fp32, bf16; auto: the faster one, measured by fit",
            ParamValidators.inArray(List.of("auto", "bf16", "fp32")));
    device =
        new Param<>(
            stage,
            "device",
            "Where the arithmetic runs: auto, cpu, cuda",
            ParamValidators.inArray(List.of("auto", "cpu", "cuda")));
    defaults(stage);
  }

  private void defaults(Params stage) {
    stage.setDefault(engine, "PyTorch");
    stage.setDefault(batchSize, 16);
    stage.setDefault(inputCol, "messages");
    stage.setDefault(outputCol, "answer");
    stage.setDefault(scoreCol, "score");
    stage.setDefault(chatTemplate, "");
    stage.setDefault(labels, new String[0]);
    stage.setDefault(maxLength, 512);
    stage.setDefault(maxNewTokens, 64);
    stage.setDefault(temperature, 0.0);
    stage.setDefault(topP, 1.0);
    stage.setDefault(promptLookupNumTokens, SamplingOptions.DRAFT);
    stage.setDefault(quantization, "nf4");
    stage.setDefault(doubleQuant, true);
    stage.setDefault(dtype, "auto");
    stage.setDefault(device, "auto");
  }
}
