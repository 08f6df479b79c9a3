package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pass observes, built by sentences; it starts as a new sync of a usable SecretStore. */
final class World {
  static final Mac OUTPUT = new Mac("o".repeat(22));
  private static final Mac FOREIGN = new Mac("f".repeat(22));

  private final SecretSyncSpec spec;
  private Optional<NamespaceIdentity> namespace =
      Optional.of(new NamespaceIdentity("shop", "uid-1"));
  private Optional<SecretSyncStatus> status = Optional.empty();
  private Optional<String> request = Optional.empty();
  private StoreView store =
      new StoreView.Usable(new StoreIdentity(StoreKind.SecretStore, "vault"), "", StoreRules.OPEN);
  private final Map<StoreIdentity, StoreView> others = new HashMap<>();
  private List<ScopeView> scopes = List.of();
  private boolean enrolled = true;
  private Optional<TargetState> target = Optional.empty();
  private boolean due;
  private boolean reissue;
  private boolean waiting;
  private Serving serving = Serving.UNKNOWN;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private TemplateNews templates = TemplateNews.NONE;

  World(SecretSyncSpec spec) {
    this.spec = spec;
  }

  /** The present generation was written and is confirmed. */
  World settled() {
    String specHash = PlanFixture.plan().specHash(PlanFixture.ID, PlanFixture.settings(spec));
    String hash =
        new TargetHash(PlanFixture.MACS.keyId(), new Mac("i".repeat(22)), OUTPUT, Optional.empty())
            .text();
    return written(hash, specHash).live(OUTPUT);
  }

  /** The same content, made from another spec. */
  World ofAnotherSpec() {
    return written(Objects.requireNonNull(written().hash()), "of-another-spec");
  }

  private SyncTargetStatus written() {
    return Objects.requireNonNull(status.orElseThrow().target());
  }

  /** The target was made from these keys of the store. */
  World madeFrom(String... keys) {
    status =
        status.map(before ->
            before
                .draft()
                .sources(
                    Stream.of(keys)
                        .map(key -> new SyncSource("SecretStore/vault", key, "1", null))
                        .toList())
                .build());
    return this;
  }

  World written(String hash, String specHash) {
    return status(new SyncTargetStatus("db", "uid-s", hash, specHash), null, null);
  }

  World status(
      @Nullable SyncTargetStatus written, @Nullable String handled, @Nullable SyncError error) {
    status =
        Optional.of(
            SecretSyncStatus.EMPTY
                .draft()
                .observedGeneration(3)
                .lastHandledRequest(handled)
                .target(written)
                .lastError(error)
                .build());
    return this;
  }

  /** Nobody had judged the store when the sync was seen first. */
  World firstVisited() {
    status =
        Optional.of(
            SecretSyncStatus.EMPTY
                .draft()
                .observedGeneration(3)
                .conditions(
                    List.of(
                        new Condition(
                            Condition.SYNCED,
                            "Unknown",
                            "FirstSync",
                            "",
                            "2026-01-01T00:00:00Z",
                            3L)))
                .build());
    return this;
  }

  World failedLast(String errorClass) {
    SecretSyncStatus before = status.orElseThrow();
    return status(
        before.target(), null, new SyncError(errorClass, "none", "", "2026-01-01T00:00:00Z"));
  }

  World handled(String text) {
    return status(status.orElseThrow().target(), text, null);
  }

  World live(Mac output) {
    target =
        Optional.of(
            new TargetState(
                "uid-s",
                "1",
                "Opaque",
                false,
                Optional.of(output),
                Optional.empty(),
                Optional.empty()));
    return this;
  }

  World live(TargetState state) {
    target = Optional.of(state);
    return this;
  }

  World immutable() {
    target =
        Optional.of(
            new TargetState(
                "uid-s",
                "1",
                "Opaque",
                true,
                Optional.of(OUTPUT),
                Optional.empty(),
                Optional.empty()));
    return this;
  }

  World drifted() {
    return live(FOREIGN);
  }

  World withoutTarget() {
    target = Optional.empty();
    return this;
  }

  World requested(String text) {
    request = Optional.of(text);
    return this;
  }

  World store(StoreView view) {
    store = view;
    return this;
  }

  /** One more store that the spec names. */
  World alsoStore(StoreIdentity identity, StoreView view) {
    others.put(identity, view);
    return this;
  }

  /** The store that served last, and whether the sync is held to it. */
  World served(StoreIdentity store, boolean held) {
    serving = new Serving(Optional.of(store), held);
    return this;
  }

  World at(Instant time) {
    now = time;
    return this;
  }

  World clusterStore(String prefix) {
    return store(
        new StoreView.Usable(
            new StoreIdentity(StoreKind.ClusterSecretStore, "vault"), prefix, StoreRules.OPEN));
  }

  /** A SecretStore that allows less than all. */
  World ruled(StoreRules rules) {
    return store(
        new StoreView.Usable(new StoreIdentity(StoreKind.SecretStore, "vault"), "prod/", rules));
  }

  World scopes(ScopeView... views) {
    scopes = List.of(views);
    return this;
  }

  World unknownNamespace() {
    namespace = Optional.empty();
    return this;
  }

  World notEnrolled() {
    enrolled = false;
    return this;
  }

  World due() {
    due = true;
    return this;
  }

  World waiting() {
    waiting = true;
    return this;
  }

  World templates(TemplateNews news) {
    templates = news;
    return this;
  }

  World reissue() {
    reissue = true;
    return this;
  }

  Observed observed() {
    return new Observed(
        PlanFixture.ID,
        namespace,
        SpecReader.read(PlanFixture.ID, spec),
        3,
        status,
        request,
        views(),
        scopes,
        enrolled,
        target,
        due,
        waiting,
        serving,
        now,
        templates,
        reissue);
  }

  /** The sync's own store under the name by which the spec calls it. */
  private StoreViews views() {
    Map<StoreIdentity, StoreView> views = new HashMap<>(others);
    views.put(
        SpecReader.read(PlanFixture.ID, spec) instanceof SpecOutcome.Read(var settings)
            ? settings.shaping().store()
            : new StoreIdentity(StoreKind.SecretStore, "vault"),
        store);
    return new StoreViews(views);
  }
}
