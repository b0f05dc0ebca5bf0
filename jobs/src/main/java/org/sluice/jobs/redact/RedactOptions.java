package org.sluice.jobs.redact;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Redact}. */
public record RedactOptions(
    @Setting(help = "Columns in which personal data is sought", def = "[text]")
        List<String> columns,
    @Setting(
            help = "What is sought and what becomes of it: tag, mask, hash, remove",
            def = "{}",
            example = "{EMAIL: tag, PHONE: tag, CARD: mask}")
        Map<String, String> entities,
    @Setting(help = "Country whose phone numbers need no + prefix", def = "[US]")
        List<String> phoneRegions,
    @Setting(help = "Name of the environment variable that holds the key of the mode hash")
        Optional<String> hashKeyEnv) {

  public RedactOptions {
    Check.that(!columns.isEmpty(), "redact.columns must name at least one column");
  }
}
