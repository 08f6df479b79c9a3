package dev.keyturn.benchmarks.micro;

import dev.keyturn.operator.engine.select.Extraction;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing a payload of JSON and taking one value, or all of them, from it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectionBenchmark {
  private static final int MEMBERS = 16;

  @Param({"1", "100"})
  int kibibytes;

  private byte[] payload = new byte[0];

  /** Sixteen members of equal length. */
  @Setup
  public void prepare() {
    String value = "x".repeat(kibibytes * 1024 / MEMBERS - 10);
    payload =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> "\"key" + i + "\":\"" + value + "\"")
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public Selection oneValue() {
    try (SecretTree tree = SecretTree.parse(payload.clone())) {
      return Selection.property(tree, "key15");
    }
  }

  @Benchmark
  public Extraction allValues() {
    try (SecretTree tree = SecretTree.parse(payload.clone())) {
      return Extraction.of(tree, Optional.empty());
    }
  }
}
