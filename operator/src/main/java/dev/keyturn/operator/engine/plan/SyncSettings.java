package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
import dev.keyturn.operator.engine.generate.Generator;
import dev.keyturn.operator.engine.restart.RestartSettings;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import dev.keyturn.operator.engine.template.Expression;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A SecretSync's spec with every default filled in and every text understood; {@link
 * SpecReader#read} makes it.
 *
 * @param templates key of the Secret to template text; empty where there is no template
 * @param restart absent where no workload is restarted
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
    List<Group> groups,
    Shaping shaping,
    Optional<RestartSettings> restart,
    TargetSettings target,
    Schedule schedule,
    Issues issues,
    Outgoing outgoing) {

  /**
   * What is made of the values on their way.
   *
   * @param store the sync's own store
   * @param fallbacks take its place while it is unreachable
   * @param rules what the target must keep to be written
   */
  public record Shaping(
      StoreIdentity store, List<StoreIdentity> fallbacks, List<ValueRule> rules) {}

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
          remote.field(),
          remote.key(),
          publicProperty(),
          remote.version(),
          remote.decoding(),
          remote.store(),
          remote.conversion(),
          remote.metadata());
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

  /** Several keys of the target from one entry of {@code dataFrom}. */
  public sealed interface Group {

    /** Path of the entry in the spec: {@code dataFrom[1]}. */
    String field();

    Optional<StoreIdentity> store();

    List<KeyRewrite> rewrites();
  }

  /** All members of one secret. */
  public record Extract(String field, Remote remote, List<KeyRewrite> rewrites) implements Group {
    @Override
    public Optional<StoreIdentity> store() {
      return remote.store();
    }
  }

  /**
   * Every secret below a folder.
   *
   * @param path without the store's prefix; empty for all that the prefix leaves
   */
  public record Find(
      String field,
      Optional<String> path,
      Optional<Expression> name,
      SortedMap<String, String> tags,
      Optional<StoreIdentity> store,
      List<KeyRewrite> rewrites)
      implements Group {}

  /**
   * A place at the backend as the spec names it.
   *
   * @param field path of the entry in the spec, for messages: {@code data[1]}
   * @param key without the store's prefix
   * @param store empty for the sync's own
   * @param metadata true where the backend's metadata is meant and not the value
   */
  public record Remote(
      String field,
      String key,
      Optional<String> property,
      Optional<String> version,
      DecodingStrategy decoding,
      Optional<StoreIdentity> store,
      ConversionStrategy conversion,
      boolean metadata) {}

  /**
   * When the source is read without anything having changed.
   *
   * @param staleByDefault true where the spec says nothing of staleness: then the times at which
   *     reading is forbidden do not count
   */
  public record Schedule(RefreshPolicy policy, SyncWindows windows, boolean staleByDefault) {}
}
