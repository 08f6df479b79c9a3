package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
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
    Issues issues) {

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
