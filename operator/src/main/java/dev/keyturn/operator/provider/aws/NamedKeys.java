package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The keys of a batch, read as names.
 *
 * @param wrong what is said of the keys that are none, without a request
 */
record NamedKeys<N>(Map<String, N> names, Map<String, Outcome<RemoteValue>> wrong) {

  /** Reads each key; the function throws where it is no name. */
  static <N> NamedKeys<N> of(List<String> keys, Function<String, N> reading) {
    Map<String, N> names = new LinkedHashMap<>();
    Map<String, Outcome<RemoteValue>> wrong = new LinkedHashMap<>();
    for (String key : keys) {
      switch (AwsClient.edge(() -> Outcome.ok(reading.apply(key)))) {
        case Outcome.Ok<N>(N name) -> names.put(key, name);
        case Outcome.Failed<N>(Failure failure) -> wrong.put(key, Outcome.failed(failure));
      }
    }
    return new NamedKeys<>(names, wrong);
  }
}
