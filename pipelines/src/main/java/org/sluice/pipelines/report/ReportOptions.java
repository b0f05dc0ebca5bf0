package org.sluice.pipelines.report;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link ReportStep}. */
public record ReportOptions(
    @Setting(help = "Bars of a histogram", def = "30") int histogramBins,
    @Setting(
            help =
                "Histograms of what rules outside clean dropped, those that drop most; clean has one"
                    + " for each rule",
            def = "6")
        int histograms,
    @Setting(help = "Rows of each rule, and biggest clusters, that are shown", def = "10")
        int examples,
    @Setting(help = "Points of the training curve at most", def = "500") int curvePoints)
    implements Serializable {

  public ReportOptions {
    Check.that(histogramBins >= 1, "histogram_bins must be at least 1, got %d", histogramBins);
    Check.that(histograms >= 0, "histograms must be at least 0, got %d", histograms);
    Check.that(examples >= 0, "examples must be at least 0, got %d", examples);
    Check.that(curvePoints >= 2, "curve_points must be at least 2, got %d", curvePoints);
  }
}
