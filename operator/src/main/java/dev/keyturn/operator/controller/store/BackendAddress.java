package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Reads the address of a backend, which must be one that the operator may reach. */
final class BackendAddress {
  private BackendAddress() {}

  /** Empty, and a problem of the field, where it is none. */
  static Optional<URI> read(
      String field, String text, EndpointPolicy endpoints, StoreConfigReader.Problems problems) {
    try {
      URI uri = new URI(text);
      if (endpoints.allows(uri)) {
        return Optional.of(uri);
      }
      problems.addAll(
          List.of(
              new ConfigProblem(
                  field,
                  FailureDetail.ENDPOINT,
                  "is not among the endpoints that the operator may reach (--endpoints-allow)")));
    } catch (URISyntaxException e) {
      problems.add(field, "is no URL");
    }
    return Optional.empty();
  }
}
