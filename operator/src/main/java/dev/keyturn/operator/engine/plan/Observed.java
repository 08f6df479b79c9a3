package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a pass knows before it reads anything, taken from caches.
 *
 * @param namespace absent where the namespace's UID is not known, which denies everything
 * @param request text of the annotation {@code keyturn.dev/sync-requested}
 * @param enrolled true where the operator works in the namespace
 * @param target absent where the index holds no such Secret
 * @param due true when the scheduler says so
 * @param waiting true while the wait after a failure is not over
 * @param templates what happened to the objects that templates stand in
 * @param reissue true where the lease or the certificate has to be made anew
 */
public record Observed(
    SyncId id,
    Optional<NamespaceIdentity> namespace,
    SpecOutcome spec,
    long generation,
    Optional<SecretSyncStatus> status,
    Optional<String> request,
    StoreViews stores,
    List<ScopeView> scopes,
    boolean enrolled,
    Optional<TargetState> target,
    boolean due,
    boolean waiting,
    Serving serving,
    Instant now,
    TemplateNews templates,
    boolean reissue) {

  /** The same, with the status that was written since. */
  public Observed withStatus(SecretSyncStatus written) {
    return new Observed(
        id,
        namespace,
        spec,
        generation,
        Optional.of(written),
        request,
        stores,
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

  /** The same, with the grants as they are by now. */
  public Observed withScopes(List<ScopeView> current) {
    return new Observed(
        id,
        namespace,
        spec,
        generation,
        status,
        request,
        stores,
        current,
        enrolled,
        target,
        due,
        waiting,
        serving,
        now,
        templates,
        reissue);
  }

  /** The same, with the lease or the certificate to be made anew. */
  public Observed reissuing() {
    return new Observed(
        id,
        namespace,
        spec,
        generation,
        status,
        request,
        stores,
        scopes,
        enrolled,
        target,
        due,
        waiting,
        serving,
        now,
        templates,
        true);
  }
}
