package dev.keyturn.benchmarks.micro;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.fake.FakeConfig;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import dev.keyturn.operator.source.Connection;
import dev.keyturn.operator.source.ConnectionKey;
import dev.keyturn.operator.source.ConnectionPool;
import dev.keyturn.operator.source.ConnectionSettings;
import dev.keyturn.operator.source.ReadWish;
import dev.keyturn.operator.source.Reading;
import dev.keyturn.operator.source.Retry;
import dev.keyturn.operator.source.SourceListener;
import dev.keyturn.operator.source.SourceObserver;
import dev.keyturn.operator.source.guard.CallLimits;
import dev.keyturn.operator.source.guard.Waiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A reference whose value another sync has read already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedReadBenchmark {
  private static final String KEY = "app/database";
  private static final Duration LONG = Duration.ofHours(1);

  private final ConnectionPool pool =
      new ConnectionPool(
          new NobodyListens(),
          SourceObserver.none(),
          InstantSource.system(),
          System::nanoTime,
          (store, wait) -> {},
          () -> true);
  private final Connection connection =
      pool.get(
          new ConnectionKey("store", 1, "credentials", "tenant"),
          new ConnectionSettings(
              "fake",
              Duration.ofSeconds(5),
              LONG,
              1000,
              new CallLimits(1000, 1000, 32),
              Retry.NONE),
          () ->
              new FakeProviderFactory(InstantSource.system())
                  .open(
                      new FakeConfig(List.of(new FakeConfig.Entry(KEY, "{\"a\":\"b\"}", 1))),
                      Credentials.none(),
                      new NoHttp()),
          () -> true);
  private final Decision.Allowed granted =
      new Decision.Allowed(
          new StoreIdentity(StoreKind.SecretStore, "store"), path(), Optional.empty());
  private final long since = pool.now();

  private static RemotePath path() {
    return switch (RemotePath.canonical(KEY)) {
      case RemotePath.Canonical.Ok ok -> ok.path();
      case RemotePath.Canonical.Refused refused ->
          throw new IllegalArgumentException(refused.toString());
    };
  }

  private ReadWish wish() {
    return new ReadWish(
        "team/sync",
        new RemoteRef(KEY, Optional.empty()),
        Optional.empty(),
        since,
        LONG,
        Deadline.after(LONG),
        since);
  }

  @Benchmark
  public Reading value() {
    Reading reading = connection.read(granted, wish());
    if (reading instanceof Reading.Value held) {
      held.value().close();
    }
    pool.endPass("team/sync");
    return reading;
  }

  @TearDown
  public void close() {
    pool.close();
  }

  private static final class NobodyListens implements SourceListener {
    @Override
    public void secretChanged(Set<String> readers) {}

    @Override
    public void secretHinted(Set<String> readers) {}

    @Override
    public void storeFailed(String storeUid, Failure failure) {}

    @Override
    public void called(Waiter waiter) {}
  }

  /** The fake provider asks nobody. */
  private static final class NoHttp implements BackendHttp {
    @Override
    public Outcome<Answer> send(Request request, Deadline deadline) {
      return Outcome.failed(FailureClass.Internal);
    }

    @Override
    public void close() {}
  }
}
