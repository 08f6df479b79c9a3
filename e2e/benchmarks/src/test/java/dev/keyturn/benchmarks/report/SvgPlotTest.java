package dev.keyturn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Curve.Point;
import dev.keyturn.benchmarks.result.Plot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SvgPlotTest {

  private static Element draw(Plot plot) throws Exception {
    byte[] svg = SvgPlot.draw(plot).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg))
        .getDocumentElement();
  }

  @Test
  void isWellFormedWhateverTheTextsHoldAndHasALinePerCurve() throws Exception {
    Plot plot =
        new Plot(
            "a < b & c > d",
            "x & y",
            "<",
            List.of(
                new Curve("one & only", List.of(new Point(0, 0), new Point(10, 100))),
                Curve.cumulative("two", List.of(1.0, 2.0, 3.0))));

    Element svg = draw(plot);

    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
  }

  @Test
  void aPlotWithoutPointsIsDrawnToo() throws Exception {
    assertThat(draw(new Plot("empty", "x", "y", List.of(new Curve("none", List.of())))))
        .isNotNull();
  }

  @Test
  void theAxesEndAtRoundNumbers() {
    assertThat(SvgPlot.roundUp(0)).isEqualTo(1);
    assertThat(SvgPlot.roundUp(7)).isEqualTo(10);
    assertThat(SvgPlot.roundUp(21)).isEqualTo(25);
    assertThat(SvgPlot.roundUp(100)).isEqualTo(100);
    assertThat(SvgPlot.roundUp(0.3)).isEqualTo(0.5);
  }

  @Test
  void aCurveOfManyValuesHasFewPointsAndEndsAtTheLast() {
    List<Double> values = IntStream.rangeClosed(1, 10_000).mapToObj(Double::valueOf).toList();

    Curve curve = Curve.cumulative("many", values);

    assertThat(curve.points()).hasSizeLessThanOrEqualTo(202);
    assertThat(curve.points().getLast()).isEqualTo(new Point(10_000, 10_000));
  }
}
