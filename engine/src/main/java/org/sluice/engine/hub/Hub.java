package org.sluice.engine.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.hub.HubClient.RemoteFile;
import org.sluice.engine.hub.HubClient.Revision;

/**
 * Brings models from a hub. What is in the cache is not fetched again; a download that broke off
 * goes on where it stood; every file is checked against the hub's digest before it gets its name.
 */
public final class Hub {
  /** Files of a model folder beside its weights. */
  private static final Set<String> SMALL_FILES =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "vocab.txt",
          "merges.txt",
          "chat_template.jinja",
          "chat_template.json",
          "adapter_config.json",
          "model.safetensors.index.json");

  private static final String WEIGHTS = ".safetensors";

  private final HubSettings settings;
  private final Progress progress;

  public Hub(HubSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** As {@link #local}, with the settings of this process's environment. */
  public static Path local(String path, Progress progress) {
    return HubLocation.isOne(path)
        ? new Hub(HubSettings.fromEnvironment(), progress).local(path)
        : Path.of(path);
  }

  /**
   * A path on this machine for what {@code model.path} names: itself, or a copy of what it names on
   * a hub.
   *
   * @throws UserError when the hub has no such model, or does not give it to this user, or when it
   *     is out of reach and the cache holds no copy
   */
  public Path local(String path) {
    return HubLocation.isOne(path) ? fetch(HubLocation.parse(path)) : Path.of(path);
  }

  private Path fetch(HubLocation location) {
    HubCache cache = new HubCache(settings.cache(), location);
    return cache.exclusively(
        () -> {
          String commit = settings.offline() ? held(cache, location, "") : bring(cache, location);
          Path snapshot = cache.snapshot(commit);
          return location.file().map(snapshot::resolve).orElse(snapshot);
        });
  }

  /** The commit in the cache. */
  private String held(HubCache cache, HubLocation location, String why) {
    return cache
        .commit(location.revision())
        .filter(
            commit ->
                location.file().isEmpty()
                    || Files.exists(cache.snapshot(commit).resolve(location.file().get())))
        .orElseThrow(
            () ->
                UserError.of(
                    location
                        + " is not in the cache "
                        + settings.cache()
                        + (why.isEmpty() ? " and HF_HUB_OFFLINE is set" : ", and " + why),
                    why.isEmpty()
                        ? "unset HF_HUB_OFFLINE, or set HF_HUB_CACHE to a cache that holds it"
                        : "check the network and HF_ENDPOINT, or give a folder as model.path"));
  }

  private String bring(HubCache cache, HubLocation location) {
    HubClient client = new HubClient(settings, location);
    Revision revision;
    try {
      revision = client.revision();
    } catch (IOException e) {
      String commit = held(cache, location, settings.endpoint() + " is out of reach");
      progress.note(settings.endpoint() + " is out of reach; taking " + location + " as cached");
      return commit;
    }
    List<String> wanted = wanted(location, revision);
    Download download = new Download(client, cache, progress);
    List<RemoteFile> files = new ArrayList<>();
    for (String name : wanted) {
      files.add(download.describe(revision.commit(), name));
    }
    download.all(files, location.toString());
    files.forEach(file -> cache.link(revision.commit(), file.name(), file.etag()));
    cache.complete(location.revision(), revision.commit());
    return revision.commit();
  }

  private static List<String> wanted(HubLocation location, Revision revision) {
    Optional<String> one = location.file();
    if (one.isPresent()) {
      if (!revision.files().contains(one.get())) {
        throw UserError.of(
            location + " has no file " + one.get(),
            "it has " + revision.files().stream().filter(f -> f.endsWith(".gguf")).toList());
      }
      return List.of(one.get());
    }
    List<String> wanted =
        revision.files().stream()
            .filter(f -> SMALL_FILES.contains(f) || f.endsWith(WEIGHTS) && f.indexOf('/') < 0)
            .toList();
    if (wanted.stream().noneMatch(f -> f.endsWith(WEIGHTS))) {
      boolean gguf = revision.files().stream().anyMatch(f -> f.endsWith(".gguf"));
      throw UserError.of(
          location + " holds no safetensors",
          gguf
              ? "name one of its files: hf://" + location.repository() + "/FILE.gguf"
              : "take a model whose weights are in safetensors; pickled ones are never read");
    }
    return wanted;
  }
}
