package dev.keyturn.benchmarks.micro;

import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import java.util.concurrent.TimeUnit;
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

/** The keyed hash of one value. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MacBenchmark {
  private final Macs macs = new Macs(MacKey.of(new byte[MacKey.BYTES]));

  @Param({"1024", "1048576"})
  int bytes;

  private byte[] value = new byte[0];

  /** A value of that length. */
  @Setup
  public void prepare() {
    value = new byte[bytes];
  }

  @Benchmark
  public Mac value() {
    return macs.value("namespace", "name", "key", value);
  }
}
