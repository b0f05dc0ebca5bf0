package org.sluice.jobs.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What {@link QLoraEstimator} and {@link QLoraModel} have in common: how a model answers. The names
 * that DJL's extension for Spark has are the same here: modelUrl, engine, batchSize, inputCol,
 * outputCol.
 *
 * @param <S> the stage itself, for setters that can be chained
 */
public interface HasInference<S extends HasInference<S>> extends Params {
  /** The stage's own params. */
  Inference inference();

  /** Hides the params' holder from users. */
  final class Inference {
    final InferenceParams params;

    Inference(InferenceParams params) {
      this.params = params;
    }
  }

  @SuppressWarnings("unchecked") // S is the class of this
  private S with(Object ignored) {
    return (S) this;
  }

  default Param<String> modelUrl() {
    return inference().params.modelUrl;
  }

  default Param<String> engine() {
    return inference().params.engine;
  }

  default IntParam batchSize() {
    return inference().params.batchSize;
  }

  default Param<String> inputCol() {
    return inference().params.inputCol;
  }

  default Param<String> outputCol() {
    return inference().params.outputCol;
  }

  default Param<String> scoreCol() {
    return inference().params.scoreCol;
  }

  default Param<String> chatTemplate() {
    return inference().params.chatTemplate;
  }

  default StringArrayParam labels() {
    return inference().params.labels;
  }

  default IntParam maxLength() {
    return inference().params.maxLength;
  }

  default IntParam maxNewTokens() {
    return inference().params.maxNewTokens;
  }

  default DoubleParam temperature() {
    return inference().params.temperature;
  }

  default DoubleParam topP() {
    return inference().params.topP;
  }

  default IntParam promptLookupNumTokens() {
    return inference().params.promptLookupNumTokens;
  }

  default Param<String> quantization() {
    return inference().params.quantization;
  }

  default BooleanParam doubleQuant() {
    return inference().params.doubleQuant;
  }

  default Param<String> dtype() {
    return inference().params.dtype;
  }

  default Param<String> device() {
    return inference().params.device;
  }

  default S setModelUrl(String value) {
    return with(set(modelUrl(), value));
  }

  default S setEngine(String value) {
    return with(set(engine(), value));
  }

  default S setBatchSize(int value) {
    return with(set(batchSize(), value));
  }

  default S setInputCol(String value) {
    return with(set(inputCol(), value));
  }

  default S setOutputCol(String value) {
    return with(set(outputCol(), value));
  }

  default S setScoreCol(String value) {
    return with(set(scoreCol(), value));
  }

  default S setChatTemplate(String value) {
    return with(set(chatTemplate(), value));
  }

  default S setLabels(String[] value) {
    return with(set(labels(), value));
  }

  default S setMaxLength(int value) {
    return with(set(maxLength(), value));
  }

  default S setMaxNewTokens(int value) {
    return with(set(maxNewTokens(), value));
  }

  default S setTemperature(double value) {
    return with(set(temperature(), value));
  }

  default S setTopP(double value) {
    return with(set(topP(), value));
  }

  default S setPromptLookupNumTokens(int value) {
    return with(set(promptLookupNumTokens(), value));
  }

  default S setQuantization(String value) {
    return with(set(quantization(), value));
  }

  default S setDoubleQuant(boolean value) {
    return with(set(doubleQuant(), value));
  }

  default S setDtype(String value) {
    return with(set(dtype(), value));
  }

  default S setDevice(String value) {
    return with(set(device(), value));
  }
}
