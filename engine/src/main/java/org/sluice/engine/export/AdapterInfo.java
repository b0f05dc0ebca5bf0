package org.sluice.engine.export;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.LoraMethod;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.tensor.Quantization;

/**
 * What an adapter is and where it comes from.
 *
 * @param method what it is, with its settings
 * @param base the model that it belongs to, as the recipe named it
 * @param baseDigest digest of that model ({@code Checkpoint.digest}); empty when unknown
 * @param trainedOn the form in which the base was kept while it was trained; empty when unknown
 * @param provenance what else is known: digest of the recipe, versions of the tables, ...
 */
public record AdapterInfo(
    Method method,
    String base,
    Optional<String> baseDigest,
    Optional<Quantization> trainedOn,
    Map<String, String> provenance) {
  public AdapterInfo {
    provenance = new TreeMap<>(provenance);
  }

  /** Of a plain LoRA. */
  public AdapterInfo(
      LoraConfig lora,
      String base,
      Optional<String> baseDigest,
      Optional<Quantization> trainedOn,
      Map<String, String> provenance) {
    this(LoraMethod.of(lora), base, baseDigest, trainedOn, provenance);
  }
}
