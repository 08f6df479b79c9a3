package dev.keyturn.benchmarks.report;

import com.google.errorprone.annotations.FormatMethod;
import dev.keyturn.benchmarks.result.Curve;
import dev.keyturn.benchmarks.result.Plot;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws a plot as SVG text that needs nothing else, for light and dark pages alike. */
final class SvgPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 320;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;
  private static final List<String> COLOURS = List.of("#1f77b4", "#d95f02", "#2ca02c", "#9467bd");

  private final Plot plot;
  private final double xMost;
  private final double yMost;

  private SvgPlot(Plot plot) {
    this.plot = plot;
    this.xMost = roundUp(most(plot, true));
    this.yMost = roundUp(most(plot, false));
  }

  static String draw(Plot plot) {
    return new SvgPlot(plot).text();
  }

  private static double most(Plot plot, boolean x) {
    return plot.curves().stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(point -> x ? point.x() : point.y())
        .max()
        .orElse(1);
  }

  /** The next of 1, 2, 2.5, 5 times a power of ten; 1 for 0. */
  static double roundUp(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (value <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private String text() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="22" font-size="14" font-weight="bold">%s</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT, escaped(plot.title())));
    for (int tick = 0; tick <= TICKS; tick++) {
      svg.append(horizontal(yMost * tick / TICKS)).append(vertical(xMost * tick / TICKS));
    }
    svg.append(label(WIDTH / 2, HEIGHT - 10, "", plot.xLabel()));
    svg.append(
        label(14, HEIGHT / 2, " transform=\"rotate(-90 14 " + HEIGHT / 2 + ")\"", plot.yLabel()));
    svg.append(
        IntStream.range(0, plot.curves().size())
            .mapToObj(this::curve)
            .collect(Collectors.joining()));
    return svg.append("</svg>\n").toString();
  }

  private String horizontal(double value) {
    double y = y(value);
    return format(
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n"
            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
        LEFT, y, WIDTH - RIGHT, y, LEFT - 6, y + 4, Numbers.text(value));
  }

  private String vertical(double value) {
    double x = x(value);
    return format(
        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#eeeeee\"/>\n"
            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
        x, TOP, x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 16, Numbers.text(value));
  }

  private String curve(int index) {
    Curve curve = plot.curves().get(index);
    String colour = COLOURS.get(index % COLOURS.size());
    String points =
        curve.points().stream()
            .map(point -> format("%.1f,%.1f", x(point.x()), y(point.y())))
            .collect(Collectors.joining(" "));
    int legend = TOP + 14 + 16 * index;
    return format(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n"
            + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
        colour, points, LEFT + 10, legend, colour, escaped(curve.name()));
  }

  private static String label(int x, int y, String more, String text) {
    return format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\"%s>%s</text>\n", x, y, more, escaped(text));
  }

  private double x(double value) {
    return LEFT + value / xMost * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / yMost * (HEIGHT - TOP - BOTTOM);
  }

  @FormatMethod
  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
