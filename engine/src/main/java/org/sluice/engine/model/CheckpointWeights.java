package org.sluice.engine.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Finite;

/** A checkpoint's tensors, under the names that older and newer files have for them. */
final class CheckpointWeights implements WeightSource {
  static final String REMEDY = "take weights and configuration of one and the same model";

  private final Checkpoint checkpoint;
  private final Set<String> used = new HashSet<>();

  private final boolean hollow;

  /**
   * @param hollow whether zeros are given and nothing is read
   */
  CheckpointWeights(Checkpoint checkpoint, boolean hollow) {
    this.checkpoint = checkpoint;
    this.hollow = hollow;
  }

  @Override
  public float[] read(String name, Role role, long... shape) {
    String own = nameInFile(name).orElse(name);
    if (!checkpoint.tensors().contains(own)) {
      throw UserError.at(checkpoint.path(), Shown.of(name), "there is no such tensor", REMEDY);
    }
    if (!Arrays.equals(checkpoint.shape(own), shape)) {
      throw UserError.at(
          checkpoint.path(),
          Shown.of(own),
          "has the shape %s where the configuration asks for %s"
              .formatted(Arrays.toString(checkpoint.shape(own)), Arrays.toString(shape)),
          REMEDY);
    }
    used.add(own);
    return hollow
        ? new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))]
        : Finite.values(checkpoint.read(own), checkpoint.path(), own);
  }

  @Override
  public boolean has(String name) {
    return nameInFile(name).isPresent();
  }

  /**
   * Files of the bare model leave the first part of the name out, files of other classes put one in
   * front; old ones call a norm's gain gamma.
   */
  private Optional<String> nameInFile(String name) {
    List<String> forms =
        Stream.of(
                name, name.substring(name.indexOf('.') + 1), "model." + name, "transformer." + name)
            .flatMap(n -> Stream.of(n, n.replace("lm_head.", "embed_out."), mixtral(n)))
            .flatMap(
                n ->
                    n.contains("LayerNorm.")
                        ? Stream.of(
                            n,
                            n.replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta"))
                        : Stream.of(n))
            .toList();
    return forms.stream().filter(checkpoint.tensors()::contains).findFirst();
  }

  /** Mixtral's files have other names for routers and experts than its memory. */
  private static String mixtral(String name) {
    return name.replace(".mlp.", ".block_sparse_moe.")
        .replace(".gate_proj.", ".w1.")
        .replace(".down_proj.", ".w2.")
        .replace(".up_proj.", ".w3.");
  }

  @Override
  public String nameOf(String name) {
    return nameInFile(name).orElse(name);
  }

  @Override
  public void refuseSurplus(Set<String> needless) {
    Surplus.refuse(checkpoint, used, needless);
  }
}
