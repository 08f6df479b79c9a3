package dev.keyturn.operator.provider;

import java.util.Map;
import java.util.Optional;

/**
 * Tells the newest versions of many secrets in one request, without their values. A facet: not
 * every backend has it.
 */
public interface VersionLister {

  /** Which secrets stand in one list: those with the same text, for example their folder; pure. */
  String group(String key);

  /** Number of keys from which on a list is better than as many reads. */
  int least();

  /**
   * One page of a group's list, at most 8 MiB. A key that is in none of the pages may be anything:
   * only a read tells.
   *
   * @param cursor what the page before gave; empty for the first
   */
  Outcome<Page> page(String group, Optional<String> cursor, Call call);

  /**
   * A part of the list.
   *
   * @param newest by key; equal to the mark of a read where that read found the same
   * @param next where the list goes on; empty at its end
   */
  record Page(Map<String, VersionMark> newest, Optional<String> next) {
    public Page {
      newest = Map.copyOf(newest);
    }
  }
}
