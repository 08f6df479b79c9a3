package dev.keyturn.benchmarks.micro;

import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.Serving;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SpecReader;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.StoreRules;
import dev.keyturn.operator.engine.plan.StoreView;
import dev.keyturn.operator.engine.plan.StoreViews;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TargetState;
import dev.keyturn.operator.engine.plan.TemplateNews;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** A pass without its input and output: nothing to do, and a changed Secret of some keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {
  private static final SyncId ID = new SyncId("team", "database");
  private static final StoreIdentity STORE = new StoreIdentity(StoreKind.SecretStore, "vault");

  private final Macs macs = new Macs(MacKey.of(new byte[MacKey.BYTES]));
  private final SyncPlan plan = new SyncPlan(macs, new Templates(Limits.standard()));
  private final SyncSettings settings = settings();

  @Param({"5", "100"})
  int keys;

  private byte[] payload = new byte[0];

  /** Values of 200 bytes each. */
  @Setup
  public void prepare() {
    payload =
        IntStream.range(0, keys)
            .mapToObj(i -> "\"key" + i + "\":\"" + "x".repeat(200) + "\"")
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(StandardCharsets.UTF_8);
  }

  private static SyncSettings settings() {
    SecretSyncSpec spec =
        Serialization.unmarshal(
            """
            secretStoreRef: {name: vault}
            refreshInterval: 1h
            dataFrom: [{extract: {key: app/database}}]
            """,
            SecretSyncSpec.class);
    return switch (SpecReader.read(ID, spec)) {
      case SpecOutcome.Read read -> read.settings();
      case SpecOutcome.Wrong wrong -> throw new IllegalArgumentException(wrong.toString());
    };
  }

  private Observed observed(boolean due) {
    Mac output = new Mac("o".repeat(22));
    SecretSyncStatus status =
        SecretSyncStatus.EMPTY
            .draft()
            .observedGeneration(1L)
            .target(
                new SyncTargetStatus(
                    ID.name(),
                    "uid",
                    new TargetHash(macs.keyId(), new Mac("i".repeat(22)), output, Optional.empty())
                        .text(),
                    plan.specHash(ID, settings)))
            .build();
    return new Observed(
        ID,
        Optional.of(new NamespaceIdentity("team", "uid")),
        new SpecOutcome.Read(settings),
        1,
        Optional.of(status),
        Optional.empty(),
        new StoreViews(Map.of(STORE, new StoreView.Usable(STORE, "", StoreRules.OPEN))),
        List.of(),
        true,
        Optional.of(
            new TargetState(
                "uid",
                "1",
                "Opaque",
                false,
                Optional.of(output),
                Optional.empty(),
                Optional.empty())),
        due,
        false,
        Serving.UNKNOWN,
        Instant.EPOCH,
        TemplateNews.NONE,
        false);
  }

  /** An event that changes nothing. */
  @Benchmark
  public Step notDue() {
    return plan.next(observed(false), Knowledge.NOTHING);
  }

  /** A due read that brought another value. */
  @Benchmark
  public int changed() {
    Observed observed = observed(true);
    if (!(plan.next(observed, Knowledge.NOTHING) instanceof Step.Need need)) {
      throw new IllegalStateException("a due sync reads");
    }
    ReadRequest request = need.reads().getFirst();
    try (SecretTree tree = SecretTree.parse(payload.clone())) {
      Knowledge knowledge =
          new Knowledge(Map.of(request, new ReadResult.Value(tree, Optional.of("2"), Map.of())));
      if (!(plan.next(observed, knowledge) instanceof Step.Complete complete)) {
        throw new IllegalStateException("a sync with its value completes");
      }
      complete.desired().wipe();
      return complete.desired().data().size();
    }
  }
}
