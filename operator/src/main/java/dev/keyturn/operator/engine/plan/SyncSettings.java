package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
import dev.keyturn.operator.engine.generate.Generator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A SecretSync's spec with every default filled in and every text understood; {@link
 * SpecReader#read} makes it.
 *
 * @param templates key of the Secret to template text; empty where there is no template
 */
public record SyncSettings(
    Duration interval,
    Duration maxStaleness,
    boolean suspend,
    String targetName,
    CreationPolicy creationPolicy,
    DeletionPolicy deletionPolicy,
    String type,
    TemplateMergePolicy mergePolicy,
    SortedMap<String, String> templates,
    List<Entry> entries,
    List<Extract> extracts,
    Outgoing outgoing) {

  /** What goes to backends. */
  public record Outgoing(List<Generated> generated, List<Push> pushes) {}

  /** A value that is made where the backend has none. */
  public record Generated(String secretKey, Remote remote, Generator generator) {
    private static final String PUBLIC = ".pub";

    /** The keys of the target that it fills. */
    List<Entry> entries() {
      Entry value = new Entry(secretKey, remote, false);
      return generator.hasPublicPart()
          ? List.of(value, new Entry(secretKey + PUBLIC, publicRemote(), false))
          : List.of(value);
    }

    /** Property of the public part. */
    public Optional<String> publicProperty() {
      return generator.hasPublicPart()
          ? remote.property().map(name -> name + PUBLIC)
          : Optional.empty();
    }

    private Remote publicRemote() {
      return new Remote(
          remote.field(), remote.key(), publicProperty(), remote.version(), remote.decoding());
    }
  }

  /**
   * A value that is written to a backend.
   *
   * @param field path of the entry in the spec, for messages: {@code push[1]}
   * @param secretKey empty for the whole Secret as one JSON object
   * @param source name of the Secret
   * @param key without the store's prefix
   * @param keep true where a value that stands there stays
   * @param delete true where the secret goes with its push
   */
  public record Push(
      String field,
      Optional<String> secretKey,
      String source,
      StoreReference store,
      String key,
      Optional<String> property,
      SortedMap<String, String> metadata,
      boolean keep,
      boolean delete) {}

  /** One key of the target from one place at the backend. */
  public record Entry(String secretKey, Remote remote, boolean optional) {}

  /** All members of one secret. */
  public record Extract(Remote remote) {}

  /**
   * A place at the backend as the spec names it.
   *
   * @param field path of the entry in the spec, for messages: {@code data[1]}
   * @param key without the store's prefix
   */
  public record Remote(
      String field,
      String key,
      Optional<String> property,
      Optional<String> version,
      DecodingStrategy decoding) {}
}
