package org.sluice.jobs.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;

/** A saved {@link QLoraModel}: Spark ML's metadata, and beside it the adapter as PEFT reads it. */
final class QLoraFiles {
  private static final String ADAPTER = "adapter";

  private QLoraFiles() {}

  static final class Writer extends DefaultParamsWriter {
    private final QLoraModel model;

    Writer(QLoraModel model) {
      super(model);
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      super.saveImpl(path);
      if (model.getAdapterUrl().isEmpty()) {
        return;
      }
      Configuration hadoop = sc().hadoopConfiguration();
      Path from =
          new Path(Places.local("adapterUrl", model.getAdapterUrl()).toAbsolutePath().toUri());
      Path to = new Path(path, ADAPTER);
      try {
        FileUtil.copy(
            from.getFileSystem(hadoop), from, to.getFileSystem(hadoop), to, false, hadoop);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class Reader extends DefaultParamsReader<QLoraModel> {
    @Override
    public QLoraModel load(String path) {
      QLoraModel model = super.load(path);
      Path adapter = new Path(path, ADAPTER);
      try {
        FileSystem files = adapter.getFileSystem(sc().hadoopConfiguration());
        return files.exists(adapter)
            ? model.setAdapterUrl(files.makeQualified(adapter).toUri().toString())
            : model;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
