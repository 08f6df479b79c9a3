package dev.keyturn.benchmarks.result;

import java.util.List;

/** A picture to be drawn: lines over common axes. */
public record Plot(String title, String xLabel, String yLabel, List<Curve> curves) {
  public Plot {
    curves = List.copyOf(curves);
  }
}
