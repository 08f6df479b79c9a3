package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resourceVersions of a namespace's Secrets, by a list of their metadata alone ({@code
 * PartialObjectMetadataList}; Kubernetes API concepts, "Metadata-only fetches"): the values of
 * those that nobody asked for stay where they are.
 */
final class NamespaceVersions implements VersionLister {
  private static final int LEAST = 6;

  private final MetadataPages pages;

  NamespaceVersions(MetadataPages pages) {
    this.pages = pages;
  }

  @Override
  public String group(String key) {
    return pages.namespace();
  }

  @Override
  public int least() {
    return LEAST;
  }

  @Override
  public Outcome<Page> page(String group, Optional<String> cursor, Call call) {
    return pages.page(cursor, call, NamespaceVersions::page);
  }

  private static Page page(StrictJson json) {
    Map<String, VersionMark> newest = new HashMap<>();
    Optional<String> next = MetadataPages.read(json, () -> item(json, newest));
    return new Page(newest, next);
  }

  private static void item(StrictJson json, Map<String, VersionMark> newest) {
    try (SecretObject secret = SecretObject.read(json)) {
      newest.put(secret.name(), new VersionMark(secret.stamp(), secret.tags()));
    }
  }
}
