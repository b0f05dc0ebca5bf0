package org.sluice.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.pipelines.report.ReportData.Comparison;
import org.sluice.pipelines.report.ReportData.CurvePoint;
import org.sluice.pipelines.report.ReportData.EntityCount;
import org.sluice.pipelines.report.ReportData.Fact;
import org.sluice.pipelines.report.ReportData.Histogram;
import org.sluice.pipelines.report.ReportData.RuleDrops;
import org.sluice.pipelines.report.ReportData.Sample;
import org.sluice.pipelines.report.ReportData.StepRow;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  private static final String HOSTILE =
      "</title><script>alert('1')</script>\"&<b>\u0000\uD800\u0007";

  @TempDir Path folder;

  private static ReportData data(String text) {
    return new ReportData(
        text,
        text,
        List.of(
            new StepRow("ingest", 3000, 2994, 0, 6, 3.24, Optional.empty(), false),
            new StepRow(text, 2994, 2571, 423, 0, 125, Optional.empty(), true)),
        List.of(new RuleDrops("clean", "gopher_short_doc", 32), new RuleDrops(text, text, 391)),
        List.of(
            new Histogram(
                "words",
                0,
                200,
                List.of(5L, 0L, 80L, 15L),
                OptionalDouble.of(50),
                Histogram.Side.BELOW),
            new Histogram(text, -1, 1, List.of(0L), OptionalDouble.empty(), Histogram.Side.ABOVE)),
        LongStream.rangeClosed(1, 2000)
            .mapToObj(step -> new CurvePoint(step, 3.0 / step, 2e-4))
            .toList(),
        List.of(
            new Comparison(
                "Accuracy", 0.133, 0.938, Comparison.Format.SHARE, Comparison.Better.HIGHER),
            new Comparison(
                "Loss", 2.941, 0.212, Comparison.Format.NUMBER, Comparison.Better.LOWER)),
        List.of(new Sample(text, "positive", text, "positive")),
        List.of(
            new EntityCount("EMAIL", 51, OptionalDouble.of(0.96)),
            new EntityCount(text, 7, OptionalDouble.empty())),
        new AccountData(
            List.of(
                new AccountData.Rule(
                    "clean",
                    text,
                    2994,
                    32,
                    OptionalDouble.of(50),
                    List.of(new AccountData.Example("row-7", OptionalDouble.of(12), text)))),
            List.of(new AccountData.Cluster("row-1", 41, text))),
        List.of(new Fact("recipe digest", "sha256:9f86d0"), new Fact(text, text)));
  }

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  @Test
  void isWellFormedWhateverTheTextsHold() throws Exception {
    Document page = parse(Report.html(data(HOSTILE)));
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("b").getLength()).isZero();
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("</title><script>alert('1')</script>\"&<b>\uFFFD\uFFFD\uFFFD");
  }

  @Test
  void everyDrawingHasATitleAndADescription() throws Exception {
    NodeList drawings = parse(Report.html(data("run"))).getElementsByTagName("svg");
    assertThat(drawings.getLength()).isEqualTo(9);
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      Element title = (Element) drawing.getElementsByTagName("title").item(0);
      Element description = (Element) drawing.getElementsByTagName("desc").item(0);
      assertThat(title.getTextContent()).isNotBlank();
      assertThat(description.getTextContent()).isNotBlank();
      assertThat(drawing.getAttribute("aria-labelledby"))
          .isEqualTo(title.getAttribute("id") + " " + description.getAttribute("id"));
    }
  }

  @Test
  void needsNothingFromElsewhere() {
    String html = Report.html(data("run"));
    assertThat(html.replace("http://www.w3.org/", ""))
        .doesNotContain("http", "url(", "@import", "src=", "href=");
  }

  @Test
  void showsTheNumbers() {
    String html = Report.html(data("run"));
    assertThat(html)
        .contains("93.8 %", "from 13.3 % before tuning", "2.94", "0.212", "2,571", "of 3,000 read");
    assertThat(html)
        .contains("3.2 s", "unchanged", "limit 50", "clean · gopher_short_doc", "sha256:9f86d0");
    assertThat(html).contains("clean · run", "1.1 %", "row-7", "Biggest clusters", "row-1");
    assertThat(html).contains("Histogram of 100 rows from 0 to 200; rows below 50 are dropped");
  }

  @Test
  void leavesOutWhatThereIsNotAndBearsOddNumbers() throws Exception {
    ReportData empty =
        new ReportData(
            "empty",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            AccountData.NONE,
            List.of());
    assertThat(parse(Report.html(empty)).getElementsByTagName("h2").getLength()).isZero();
    ReportData odd =
        new ReportData(
            "odd",
            "",
            List.of(new StepRow("ingest", 0, 0, 0, 0, 0, Optional.empty(), false)),
            List.of(new RuleDrops("a", "b", 0)),
            List.of(),
            List.of(new CurvePoint(7, Double.NaN, 0)),
            List.of(
                new Comparison(
                    "Loss",
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Comparison.Format.NUMBER,
                    Comparison.Better.LOWER)),
            List.of(),
            List.of(),
            AccountData.NONE,
            List.of());
    String html = Report.html(odd);
    parse(html);
    assertThat(html).doesNotContain("NaN", "Infinity");
  }

  @Test
  void writesTheFileAsAWhole() throws Exception {
    Path file = folder.resolve("new/report.html");
    Report.write(file, data("run"));
    Report.write(file, data("run"));
    assertThat(Files.readString(file)).isEqualTo(Report.html(data("run")));
    assertThat(file.getParent())
        .isDirectoryContaining(path -> path.equals(file))
        .satisfies(parent -> assertThat(parent.toFile().list()).hasSize(1));
    Path blocked = Files.writeString(folder.resolve("plain"), "").resolve("report.html");
    assertThatThrownBy(() -> Report.write(blocked, data("run")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot write the report");
  }
}
