package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.LayerCopies;

/**
 * LLaMA-Pro (Wu et al. 2024): the model grows by copies of layers that pass their input on
 * unchanged at the start, and only these are trained.
 */
public final class BlockExpansion extends Method {
  private static final long serialVersionUID = 1L;

  public BlockExpansion(Map<String, ?> given) {
    super(Defaults.blockExpansion(), given);
    settings().integer("num_new_blocks", 1);
  }

  @Override
  public String peftType() {
    return "BLOCK_EXPANSION";
  }

  @Override
  public Checkpoint base(Checkpoint checkpoint) {
    return new LayerCopies(checkpoint, layers(checkpoint.config().numHiddenLayers()));
  }

  private List<LayerCopies.Layer> layers(int count) {
    return LayerCopies.expanded(count, settings().integer("num_new_blocks", 1));
  }

  @Override
  void put(Attaching on) {
    int added = settings().integer("num_new_blocks", 1);
    List<LayerCopies.Layer> layers = layers(on.model().config().numHiddenLayers() - added);
    List<Integer> fresh =
        IntStream.range(0, layers.size()).filter(i -> layers.get(i).blank()).boxed().toList();
    new Freeze(Map.of("trainable_layers", new ArrayList<>(fresh))).put(on);
  }
}
