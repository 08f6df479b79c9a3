package dev.keyturn.operator.provider;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names of the secrets of a backend. A facet: not every backend has it. */
public interface Lister {

  /**
   * One page of the names directly in a folder. A folder that is not there has no names: most
   * backends know folders by what is in them alone.
   *
   * @param cursor empty for the first page, else what the page before said
   */
  Outcome<Page> list(Folder folder, Optional<String> cursor, Call call);

  /** Who compares tags; decides whether a {@link Folder} ever comes with some. */
  TagFilter tagFilter();

  /**
   * Least time between two lists of one folder: until then the names of the last one do, unless a
   * person asks. For backends where lists are dear.
   */
  default Duration rest() {
    return Duration.ZERO;
  }

  /** Where it shows which tags a secret has. */
  enum TagFilter {
    /** Nowhere: the backend has no tags. */
    NONE,
    /** In {@link RemoteValue#tags} of its read: lists are asked for without tags. */
    BY_VALUE,
    /** In the list: it holds only the secrets that have the tags, and their reads carry none. */
    BY_LIST
  }

  /**
   * What is listed.
   *
   * @param path without a slash at its end; empty for the root
   * @param tags that a secret must have, all of them; a folder need not be named that holds no such
   *     secret
   */
  record Folder(String path, SortedMap<String, String> tags) {
    public Folder {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** Everything in a folder. */
    public static Folder of(String path) {
      return new Folder(path, Collections.emptySortedMap());
    }

    /** What the keys in it begin with. */
    public String prefix() {
      return path.isEmpty() ? "" : path + "/";
    }

    /** Whether a secret with these tags is wanted. */
    public boolean takes(Map<String, String> found) {
      return found.entrySet().containsAll(tags.entrySet());
    }
  }

  /**
   * Some names of a folder, in no order, at most 8 MiB of answer.
   *
   * @param secrets their last segment
   * @param folders their last segment, without a slash
   * @param next the cursor of the next page; empty on the last one
   */
  record Page(List<String> secrets, List<String> folders, Optional<String> next) {}
}
