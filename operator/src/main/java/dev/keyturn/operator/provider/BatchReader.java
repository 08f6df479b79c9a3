package dev.keyturn.operator.provider;

import java.util.List;
import java.util.Map;

/** Reads several secrets in one request. A facet: not every backend has it. */
public interface BatchReader {

  /**
   * Which secrets one request can answer for together: those with the same text, for example the
   * folder that they stand in; pure.
   */
  String group(String key);

  /** Number of keys from which on one request is better than as many reads. */
  default int least() {
    return 2;
  }

  /**
   * True where the backend refuses the whole request for one secret that the identity may not read.
   * The caller finds out by single reads which one that is, and asks for the others without it.
   */
  default boolean isRefusedForOne() {
    return false;
  }

  /** Greatest number of keys of one request. */
  int maximum();

  /**
   * The newest versions of these secrets, at most 8 MiB of answer.
   *
   * @param keys of one group, each once, at most {@link #maximum}
   * @return one outcome for each key: a key that fails takes no other with it; a failure of the
   *     whole where the request itself failed. Where that says nothing of the store and its login,
   *     as {@link FailureClass#AccessDenied} and an answer that is too large, the caller reads
   *     singly. The values are the caller's
   */
  Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call);
}
