package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.controller.scope.ScopeDirectory;
import dev.keyturn.operator.controller.store.StoreConnections;
import dev.keyturn.operator.controller.store.StoreDirectory;
import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.KeyRotation;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.schedule.Backoff;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.event.EventRecorder;
import dev.keyturn.operator.kube.status.StatusWriter;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.source.ConnectionPool;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Everything outside this package that a SecretSync's controller works with. */
public record SyncParts(
    StoreDirectory stores,
    StoreConnections connections,
    ScopeDirectory scopes,
    NamespaceIndex namespaces,
    SecretIndex secrets,
    TargetWrites targets,
    StatusWriter statuses,
    EventRecorder recorder,
    ConnectionPool pool,
    SyncMemories memories,
    SyncObservations observations,
    TemplateObjects templates,
    WakeUp<SyncId> timer,
    WakeUp<StoreKey> storeTimer,
    Macs macs,
    RandomGenerator random,
    OutgoingParts outgoing,
    InstantSource clock,
    LongSupplier nanoTime,
    RestartParts restarts,
    FirstVisits visits,
    AwaitedTargets awaited) {

  /** Puts the cycle together. */
  public SyncCycle cycle() {
    SyncPlan plan = new SyncPlan(macs, new Templates(Limits.standard()));
    SyncEvents events = new SyncEvents(recorder);
    SyncDeletion deletion =
        new SyncDeletion(
            plan,
            macs,
            secrets,
            targets.remover(),
            targets.specs(),
            new SourceStores(stores, connections),
            new DeletionGuard(),
            events,
            clock);
    IssuingStore issuingStore = new IssuingStore(stores, connections);
    IssuedRecord issuedRecord = new IssuedRecord(macs);
    LeaseDuty leaseDuty = new LeaseDuty(issuingStore, issuedRecord, secrets, namespaces, memories);
    RemoteWrites writes =
        new RemoteWrites(stores, connections, scopes, namespaces, outgoing.fence());
    OwnerMarks marks = new OwnerMarks(outgoing.installation());
    PushCleanup removal = new PushCleanup(writes, marks);
    RemoteCleanup cleanup =
        new RemoteCleanup(
            List.of(leaseDuty, removal),
            outgoing.finalizers(),
            targets.specs(),
            namespaces,
            events,
            clock);
    SyncCounts counts = new SyncCounts(stores, observations);
    PushSources sources = new PushSources(secrets, outgoing.sources(), outgoing.reader());
    SyncPushes pushes =
        new SyncPushes(
            new PushParts(
                writes,
                sources,
                marks,
                cleanup,
                events,
                new PushHashes(macs, sources),
                new PushPaces(clock, nanoTime)),
            removal,
            targets.specs(),
            counts,
            pool.guards());
    SyncPass pass =
        new SyncPass(
            new LargeSelections(plan, LargeTurns.ofHeap(Runtime.getRuntime().maxMemory())),
            scopes::views,
            new SyncReader(stores, connections, nanoTime),
            templates,
            new SyncGeneration(writes, outgoing.candidates(), events),
            new SyncTarget(
                macs, secrets, targets.writer(), targets.specs(), awaited, namespaces, nanoTime),
            new FormerTarget(targets.remover(), events),
            deletion,
            events,
            new TargetNews(events, observations),
            new Issuing(issuingStore, cleanup, leaseDuty, events),
            clock);
    return new SyncCycle(
        new SyncObserver(
            stores, scopes, namespaces, secrets, templates, memories, new KeyRotation(macs)),
        plan,
        pass,
        new LeaseCare(issuingStore, issuedRecord, new LeaseRevocations(issuingStore, clock), clock),
        issuedRecord,
        deletion,
        new SyncTiming(new Backoff(random), timer, memories::before, nanoTime),
        new StoreUse(storeTimer),
        templates,
        events,
        counts,
        memories,
        statuses,
        pool,
        cleanup,
        pushes,
        clock,
        restarts.restarts(recorder, observations, clock),
        visits,
        awaited);
  }
}
