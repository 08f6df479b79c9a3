package dev.keyturn.operator.kube.target;

import dev.keyturn.operator.engine.lease.Validity;
import dev.keyturn.operator.engine.mac.Mac;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is known of a target Secret without its data.
 *
 * @param resourceVersion as the API server gave it
 * @param labels all of them
 * @param ownerUid UID of the controller among its owner references
 * @param ownerAnnotation UID of the sync that owns it without an owner reference
 * @param valueMacs hash of each value, by its key, whoever wrote it
 * @param outputs hash of what each of our field managers owns by apply; a key that another writer
 *     changed or removed is no longer owned, so any drift changes it
 * @param formerOutputs the same under the key before; empty where that is not known
 * @param leaseId annotation {@code keyturn.dev/lease-id}, whoever wrote it
 * @param certificate of {@code tls.crt} in a Secret of type {@code kubernetes.io/tls}
 */
public record TargetView(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    String type,
    boolean immutable,
    SortedMap<String, String> labels,
    Optional<String> ownerUid,
    Optional<String> ownerAnnotation,
    SortedMap<String, Mac> valueMacs,
    SortedMap<String, Mac> outputs,
    SortedMap<String, Mac> formerOutputs,
    Optional<String> leaseId,
    Optional<Validity> certificate) {

  /** The live output of one writer; compare it with {@link DesiredSecret#output}. */
  public Optional<Mac> output(String fieldManager) {
    return Optional.ofNullable(outputs.get(fieldManager));
  }

  /** The same under the key before. */
  public Optional<Mac> formerOutput(String fieldManager) {
    return Optional.ofNullable(formerOutputs.get(fieldManager));
  }
}
