package dev.keyturn.devcluster.resource;

import dev.keyturn.devcluster.store.FieldSelector;
import dev.keyturn.devcluster.store.LabelSelector;

/**
 * Options of a list.
 *
 * @param limit 0 for no limit
 * @param continueToken empty for the first page
 * @param resourceVersion empty for the newest state
 * @param versionMatch empty, {@code NotOlderThan} or {@code Exact}
 */
public record ListOptions(
    LabelSelector labels,
    FieldSelector fields,
    long limit,
    String continueToken,
    String resourceVersion,
    String versionMatch) {

  /** The same of what there was in exactly this version. */
  public ListOptions at(long version) {
    return new ListOptions(labels, fields, limit, continueToken, Long.toString(version), "Exact");
  }
}
