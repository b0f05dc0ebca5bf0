package org.sluice.pipelines.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in =
        Version.class.getResourceAsStream("/org/sluice/pipelines/build.properties")) {
      build.load(in);
    }
    return new String[] {"sluice " + build.getProperty("version")};
  }
}
