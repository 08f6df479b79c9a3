package dev.keyturn.benchmarks.micro;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.Decision;
import dev.keyturn.operator.engine.tenancy.Gate;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.PathPattern;
import dev.keyturn.operator.engine.tenancy.RemotePath;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.engine.tenancy.Verb;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/**
 * Whether a path is allowed: a hundred patterns, and two hundred scopes of which the last grants.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScopeBenchmark {
  private static final int PATTERNS = 100;
  private static final int SCOPES = 200;
  private static final StoreIdentity STORE =
      new StoreIdentity(StoreKind.ClusterSecretStore, "vault");
  private static final NamespaceIdentity NAMESPACE = new NamespaceIdentity("team", "uid");

  private final RemotePath path = path("tenants/team/services/database/primary");
  private final List<PathPattern> patterns =
      IntStream.range(0, PATTERNS)
          .mapToObj(i -> pattern("tenants/*/services/other-" + i + "/**"))
          .toList();
  private final List<ScopeView> scopes =
      IntStream.range(0, SCOPES).mapToObj(ScopeBenchmark::scope).toList();

  private static RemotePath path(String text) {
    return switch (RemotePath.canonical(text)) {
      case RemotePath.Canonical.Ok ok -> ok.path();
      case RemotePath.Canonical.Refused refused ->
          throw new IllegalArgumentException(refused.toString());
    };
  }

  private static PathPattern pattern(String text) {
    return PathPattern.parse(text).orElseThrow();
  }

  private static ScopeView scope(int number) {
    boolean last = number == SCOPES - 1;
    String namespace = last ? NAMESPACE.name() : "team-" + number;
    return new ScopeView(
        "scope-" + number,
        "tenant-" + number,
        Set.of(namespace),
        Map.of(namespace, last ? NAMESPACE.uid() : "uid-" + number),
        List.of(
            new ScopeView.Grant(STORE, List.of(pattern("tenants/${namespace}/**")), List.of())));
  }

  @Benchmark
  public long hundredPatterns() {
    return patterns.stream().filter(pattern -> pattern.matches(path, "team", "tenant")).count();
  }

  @Benchmark
  public Decision twoHundredScopes() {
    return Gate.decide(NAMESPACE, STORE, Verb.READ, path, scopes);
  }
}
