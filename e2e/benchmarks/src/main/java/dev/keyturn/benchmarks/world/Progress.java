package dev.keyturn.benchmarks.world;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;

/** The lines that a person sees while it runs, each with the seconds since the start. */
public final class Progress {
  private final PrintStream out;
  private final long started = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Prints a line. */
  @FormatMethod
  public void say(String format, Object... arguments) {
    double seconds = (System.nanoTime() - started) / 1e9;
    out.println(
        String.format(Locale.ROOT, "%7.1f s  ", seconds)
            + String.format(Locale.ROOT, format, arguments));
  }
}
