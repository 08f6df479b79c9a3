package dev.keyturn.operator.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for the secret that has a request for many refused though a read of it by itself works:
 * policies may allow the one action and deny the other. Requests for halves of the many find it.
 */
final class DenialSearch {

  /** How a request for some of the secrets ended. */
  enum Said {
    ANSWERED,
    REFUSED,
    /** For another reason, which says nothing. */
    FAILED
  }

  private final Function<List<String>, Said> asking;
  private boolean answered;

  DenialSearch(Function<List<String>, Said> asking) {
    this.asking = asking;
  }

  /**
   * The secret without which the others are not refused; empty where there is none such: the
   * request is what may not be made, or a backend that has other troubles now.
   *
   * @param keys that were refused together
   */
  Optional<String> find(List<String> keys) {
    List<String> among = keys;
    while (among.size() > 1) {
      List<String> half = among.subList(0, among.size() / 2);
      switch (ask(half)) {
        case ANSWERED -> among = among.subList(half.size(), among.size());
        case REFUSED -> among = half;
        case FAILED -> {
          return Optional.empty();
        }
      }
    }
    String found = among.getFirst();
    return answered || isAnsweredWithout(found, keys) ? Optional.of(found) : Optional.empty();
  }

  /** Where every request was refused, it may be that each of them is. */
  private boolean isAnsweredWithout(String found, List<String> keys) {
    List<String> others = keys.stream().filter(key -> !key.equals(found)).toList();
    return !others.isEmpty() && ask(others) == Said.ANSWERED;
  }

  private Said ask(List<String> keys) {
    Said said = asking.apply(keys);
    answered |= said == Said.ANSWERED;
    return said;
  }
}
