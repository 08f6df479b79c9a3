package dev.keyturn.operator.kube.target;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A target Secret as a sync wants it. The values belong to the caller, who wipes them.
 *
 * @param sync who wants it
 * @param adopt take over a Secret that nobody owns
 * @param type of the Secret; not applied by {@link Policy#MERGE}
 * @param labels of the template; ours is added
 * @param annotations of the template; ours is added
 */
public record DesiredSecret(
    String namespace,
    String name,
    Sync sync,
    Policy policy,
    boolean adopt,
    boolean immutable,
    String type,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    SortedMap<String, byte[]> data) {
  private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  /** Whose Secret it is to be. */
  public enum Policy {
    /** The Secret goes with the sync, by an owner reference. */
    OWNER,
    /** The Secret stays when the sync goes; an annotation marks it as ours. */
    ORPHAN,
    /** The Secret is someone else's, and must exist; we own our keys alone. */
    MERGE
  }

  /** The object that wants the Secret, in the same namespace. */
  public record Sync(String kind, String name, String uid) {}

  public DesiredSecret {
    for (String key : data.keySet()) {
      if (!DATA_KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "a key of a Secret must be checked before it is written");
      }
    }
  }

  public String fieldManager() {
    return FieldManagers.ofSync(sync.name());
  }

  /**
   * What is told of a Secret by keyed hashes.
   *
   * @param output what {@link TargetView#output} will be once this is written and nobody interfered
   * @param values of the values alone
   */
  public record Hashes(Mac output, Mac values) {}

  /** Each value is hashed once, for both. */
  public Hashes hashes(Macs macs) {
    SortedMap<String, Mac> each = new TreeMap<>();
    data.forEach((key, value) -> each.put(key, macs.value(namespace, name, key, value)));
    Mac output =
        macs.output(
            namespace,
            name,
            new Macs.Output(appliedType().orElse(""), each, appliedLabels(), appliedAnnotations()));
    return new Hashes(output, macs.values(namespace, name, each));
  }

  public Mac output(Macs macs) {
    return hashes(macs).output();
  }

  /** Bytes of all values. */
  long size() {
    return data.values().stream().mapToLong(value -> value.length).sum();
  }

  /** The type that is applied; empty where it is left to whoever made the Secret. */
  public Optional<String> appliedType() {
    return policy == Policy.MERGE ? Optional.empty() : Optional.of(type);
  }

  /** The labels that are applied. */
  public SortedMap<String, String> appliedLabels() {
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.put(Api.LABEL_MANAGED, "true");
    return all;
  }

  /** The annotations that are applied. */
  public SortedMap<String, String> appliedAnnotations() {
    SortedMap<String, String> all = new TreeMap<>(annotations);
    if (policy == Policy.ORPHAN) {
      all.put(Api.ANNOTATION_OWNER, sync.uid());
    }
    return all;
  }

  @Override
  public String toString() {
    return "DesiredSecret[" + namespace + "/" + name + "]";
  }
}
