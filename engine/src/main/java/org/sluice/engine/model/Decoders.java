package org.sluice.engine.model;

import org.sluice.engine.file.Architecture;
import org.sluice.engine.tensor.Ops;

/** The architectures' forward passes, by model_type: one line each. */
final class Decoders {
  private Decoders() {}

  static Decoder of(Weights weights, Ops ops) {
    Architecture architecture = Architecture.named(weights.config().modelType());
    return switch (architecture) {
      case LLAMA -> Llama.llama(weights, ops);
      case MISTRAL -> Llama.mistral(weights, ops);
      case QWEN2 -> Llama.qwen2(weights, ops);
      case QWEN3 -> Qwen3.dense(weights, ops);
      case QWEN3_MOE -> Qwen3.moe(weights, ops);
      case MIXTRAL -> Qwen3.mixtral(weights, ops);
      case GEMMA -> new Gemma(weights, ops, Gemma.Generation.ONE);
      case GEMMA2 -> new Gemma(weights, ops, Gemma.Generation.TWO);
      case GEMMA3_TEXT -> new Gemma(weights, ops, Gemma.Generation.THREE);
      case PHI -> new Phi(weights, ops);
      case PHI3 -> Phi3.phi3(weights, ops);
      case GLM -> Phi3.glm(weights, ops);
      case FALCON -> new Falcon(weights, ops);
      case DEEPSEEK_V3 -> new DeepseekV3(weights, ops);
      case GPT2 -> new Gpt2(weights);
      case GPT_NEO -> new GptNeo(weights);
      case GPT_NEOX -> new GptNeoX(weights, ops);
      case GPTJ -> new GptJ(weights, ops);
      case BLOOM -> new Bloom(weights);
      case OPT -> new Opt(weights);
      case BAICHUAN -> new Baichuan(weights, ops);
      case CHATGLM -> new ChatGlm(weights, ops);
      case T5, MT5, BART, BERT, ROBERTA, DEBERTA_V2 ->
          throw new IllegalStateException(architecture + " is no decoder");
    };
  }
}
