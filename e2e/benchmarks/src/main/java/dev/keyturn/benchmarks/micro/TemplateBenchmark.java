package dev.keyturn.benchmarks.micro;

import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Templates: a text of ten lines parsed and rendered, a URL, and a file of a hundred keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TemplateBenchmark {
  private static final String TEN_LINES =
      """
      host={{ .key0 }}
      port={{ .key1 }}
      user={{ .key2 | lower }}
      password={{ .key3 | quote }}
      {{ if .key4 }}
      mode=on
      {{ else }}
      mode=off
      {{ end }}
      url=jdbc:postgresql://{{ .key0 }}:{{ .key1 }}/app
      """;
  private static final String URL =
      "postgresql://{{ .key0 }}:{{ .key1 | urlquery }}@{{ .key2 }}/app";

  private final SortedMap<String, byte[]> values = values(100);
  private final Template tenLines = parsed(TEN_LINES);
  private final Template url = parsed(URL);
  private final Template hundredKeys =
      parsed(
          IntStream.range(0, 100)
              .mapToObj(i -> "key" + i + "={{ .key" + i + " }}\n")
              .collect(Collectors.joining()));

  private static SortedMap<String, byte[]> values(int count) {
    SortedMap<String, byte[]> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      values.put("key" + i, ("value-" + i).getBytes(StandardCharsets.UTF_8));
    }
    return values;
  }

  private static Template parsed(String text) {
    return switch (new Templates(Limits.standard()).parse("file", text)) {
      case ParseOutcome.Parsed parsed -> parsed.template();
      case ParseOutcome.Rejected rejected ->
          throw new IllegalArgumentException(rejected.toString());
    };
  }

  /** A text that is not in the cache of templates. */
  @Benchmark
  public ParseOutcome parseTenLines() {
    return new Templates(Limits.standard()).parse("file", TEN_LINES);
  }

  @Benchmark
  public RenderOutcome renderTenLines() {
    return tenLines.render(values, Budget.of(Limits.standard()));
  }

  @Benchmark
  public RenderOutcome renderUrl() {
    return url.render(values, Budget.of(Limits.standard()));
  }

  @Benchmark
  public RenderOutcome renderFileOfHundredKeys() {
    return hundredKeys.render(values, Budget.of(Limits.standard()));
  }
}
