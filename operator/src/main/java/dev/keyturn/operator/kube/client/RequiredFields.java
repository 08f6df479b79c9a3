package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncStatus;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.PendingRestart;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncBinding;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncGenerated;
import dev.keyturn.crds.v1alpha1.SyncPushed;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus;
import io.fabric8.generator.annotation.Required;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a spec to the fields that its definition requires. The API server does so too, but not for
 * what was stored under another definition; a plan may then rely on what its types promise.
 */
final class RequiredFields extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** Only the operator writes these, and what an older one wrote is worth more than no status. */
  static final Set<Class<?>> OF_STATUSES =
      Set.of(
          ClusterSecretSyncStatus.FailedNamespace.class,
          Condition.class,
          PendingRestart.class,
          SyncBinding.class,
          SyncError.class,
          SyncGenerated.class,
          SyncPushed.class,
          SyncSource.class,
          TenantSecretScopeStatus.BoundNamespace.class);

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    Class<?> type = member.getDeclaringClass();
    boolean ours = type.getPackage() == SecretSyncSpec.class.getPackage();
    return ours && member.hasAnnotation(Required.class) && !OF_STATUSES.contains(type)
        ? Boolean.TRUE
        : null;
  }
}
