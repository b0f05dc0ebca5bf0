package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.base.Check;

/**
 * Freeze tuning: the model's own weights are trained, of some layers alone. With
 * freeze_trainable_layers n, the last n (first n where it is negative), as LLaMA-Factory has it; or
 * of the layers listed in trainable_layers.
 */
public final class Freeze extends Method {
  private static final long serialVersionUID = 1L;
  private static final Pattern LAYER = Pattern.compile(".*?\\.(\\d+)\\.");

  public Freeze(Map<String, ?> given) {
    super(Defaults.freeze(), given);
    Check.that(
        settings().number("freeze_trainable_layers") != 0, "freeze_trainable_layers must not be 0");
  }

  @Override
  public String peftType() {
    return "FREEZE";
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  void put(Attaching on) {
    TreeSet<Integer> all = new TreeSet<>();
    on.sites().forEach(site -> layer(site).ifPresent(all::add));
    List<Integer> listed = settings().integers("trainable_layers");
    int count = (int) settings().number("freeze_trainable_layers");
    int last = all.isEmpty() ? -1 : all.last();
    on.own()
        .train(
            site ->
                layer(site)
                    .map(
                        n ->
                            !listed.isEmpty()
                                ? listed.contains(n)
                                : count > 0 ? n > last - count : n < -count)
                    .orElse(false));
  }

  /** The number of the layer that a module lies in: the first number of its name. */
  private static Optional<Integer> layer(Site site) {
    Matcher found = LAYER.matcher(site.module() + ".");
    return found.lookingAt() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.empty();
  }
}
