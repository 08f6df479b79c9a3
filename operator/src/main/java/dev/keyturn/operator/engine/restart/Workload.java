package dev.keyturn.operator.engine.restart;

import dev.keyturn.crds.v1alpha1.WorkloadKind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is known of a workload.
 *
 * @param secrets names of the Secrets that its pods use in env, envFrom or a volume
 * @param carried for which hash it was restarted last, by annotation: those of ours alone
 * @param restartedAt when it was last restarted for a Secret, by whichever process of ours
 */
public record Workload(
    Id id,
    SortedMap<String, String> labels,
    Set<String> secrets,
    SortedMap<String, String> carried,
    Optional<Instant> restartedAt,
    Hold hold) {

  /** Names a workload. */
  public record Id(WorkloadKind kind, String namespace, String name) {
    /** {@code Deployment/api}, as messages name it. */
    public String text() {
      return kind + "/" + name;
    }
  }

  /** The same, restarted at this moment where what is known is older. */
  public Workload notBefore(Optional<Instant> moment) {
    return moment.isEmpty() || restartedAt.filter(known -> known.isAfter(moment.get())).isPresent()
        ? this
        : new Workload(id, labels, secrets, carried, moment, hold);
  }

  /** What keeps a changed pod template from reaching the pods. */
  public enum Hold {
    NONE,
    /** {@code spec.paused}: the pods are replaced when it is resumed. */
    PAUSED,
    /** Update strategy OnDelete: the pods are replaced when somebody deletes them. */
    ON_DELETE
  }
}
