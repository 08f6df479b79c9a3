package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.provider.FailureDetail;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a message about a probe that failed speaks of: what people have to look at. Its words are
 * ours, or stand in the manifest of the store.
 */
record ProbeSubject(StoreConfig.Valid config, String provider) {

  /** Of a failure of the first call, which goes to the address that the store names. */
  String ofProbe(FailureDetail detail) {
    return detail == FailureDetail.UNKNOWN_HOST ? address() : ofLogin(detail);
  }

  /** Of a failure of the login, which may go elsewhere. */
  String ofLogin(FailureDetail detail) {
    return switch (detail) {
      case UNKNOWN_HOST -> "an address that the login of " + provider + " needs";
      case SERVICE_ACCOUNT, TOKEN_REQUEST ->
          account().map(CloudBinding.Subject::toString).orElse(provider);
      case UNTRUSTED -> account().flatMap(this::untrusted).orElse(provider);
      case UNBOUND -> account().flatMap(this::unbound).orElse(provider);
      default -> provider;
    };
  }

  private String address() {
    Map<String, URI> addresses = new TreeMap<>(config.addresses());
    return addresses.entrySet().stream()
        .findFirst()
        .map(it -> "spec." + it.getKey() + ", which leads to " + it.getValue().getHost())
        .orElse(provider);
  }

  private Optional<CloudBinding.Subject> account() {
    return config
        .account()
        .flatMap(
            it -> it.namespace().map(namespace -> new CloudBinding.Subject(namespace, it.name())));
  }

  private Optional<String> untrusted(CloudBinding.Subject subject) {
    return config.binding().map(it -> it.untrusted(subject));
  }

  private Optional<String> unbound(CloudBinding.Subject subject) {
    return config.binding().map(it -> it.unbound(subject));
  }
}
