package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.controller.WakeUp;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.time.InstantSource;

/** What the controllers of both kinds of store work with. */
public record StoreParts(
    StoreConnections connections,
    ProbeTimes times,
    ProviderConfigs providers,
    StatusWriter statuses,
    StoreEvents events,
    StoreDependents dependents,
    Fence fence,
    WakeUp<StoreKey> timer,
    InstantSource clock) {}
