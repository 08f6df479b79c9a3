package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.Fence;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import dev.keyturn.operator.kube.credential.SourceSecretReader;
import dev.keyturn.operator.kube.finalizer.FinalizerWriter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a SecretSync's controller needs to write to backends.
 *
 * @param sources watches of the Secrets that are pushed
 * @param installation UID of the operator's namespace, once it is known
 */
public record OutgoingParts(
    Fence fence,
    FinalizerWriter finalizers,
    ReferencedObjects<SyncId> sources,
    SourceSecretReader reader,
    Candidates candidates,
    Supplier<Optional<String>> installation) {}
