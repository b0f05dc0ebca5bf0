package org.sluice.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.text.instruct.DatasetInfo;

/**
 * Settings whose path is the data themselves, also where the user's is a dataset_info.json.
 *
 * @param info null when the user names no dataset
 */
record Dataset(IngestOptions options, DatasetInfo info) {

  static Dataset of(Configuration hadoop, IngestOptions options) {
    if (options.dataset().isEmpty()) {
      return new Dataset(options, null);
    }
    String file = options.path().get(0);
    DatasetInfo info = DatasetInfo.of(entry(file, read(hadoop, file), options.dataset().get()));
    if (info.fileName() == null) {
      throw UserError.at(
          file,
          "",
          "dataset %s names no file_name".formatted(options.dataset().get()),
          "fetch its files and name one");
    }
    if (!DatasetInfo.FORMATTINGS.contains(info.formatting())) {
      throw UserError.at(
          file,
          "",
          "there is no formatting " + info.formatting(),
          "did you mean %s?".formatted(Nearest.to(info.formatting(), DatasetInfo.FORMATTINGS)));
    }
    String rows = new Path(new Path(file).getParent(), info.fileName()).toString();
    return new Dataset(options.withPath(List.of(rows)), info);
  }

  private static JsonNode entry(String file, JsonNode all, String name) {
    if (!all.has(name)) {
      List<String> known = new ArrayList<>();
      all.fieldNames().forEachRemaining(known::add);
      throw UserError.at(
          file,
          "",
          "there is no dataset " + name,
          "did you mean %s?".formatted(Nearest.to(name, known)));
    }
    JsonNode entry = all.get(name);
    if (entry.has("num_samples") && !entry.get("num_samples").isNull()) {
      throw UserError.at(file, "", "num_samples of %s is not read".formatted(name), "leave it out");
    }
    return entry;
  }

  private static JsonNode read(Configuration hadoop, String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return new ObjectMapper().readTree(in);
    } catch (JsonProcessingException e) {
      throw UserError.at(file, "", "not JSON", "give a dataset_info.json as ingest.path")
          .causedBy(e);
    } catch (IOException e) {
      throw UserError.at(file, "", "the file cannot be read", "correct ingest.path").causedBy(e);
    }
  }
}
