package dev.keyturn.operator.engine.plan;

import java.util.List;
import java.util.Map;

/**
 * What a find found.
 *
 * @param remotes sorted bytewise
 * @param tags that a value must come with to count; empty where the list has seen to it
 */
record FindHits(List<SyncSettings.Remote> remotes, Map<String, String> tags) {
  static final FindHits NONE = new FindHits(List.of(), Map.of());
}
