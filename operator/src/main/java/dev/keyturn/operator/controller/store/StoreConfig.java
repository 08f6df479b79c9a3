package dev.keyturn.operator.controller.store;

import dev.keyturn.operator.kube.credential.Reference;
import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.source.ConnectionSettings;
import dev.keyturn.operator.source.http.EndpointPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a store's spec says, understood. */
public sealed interface StoreConfig {

  /** Some fields do not make sense. */
  record Invalid(List<ConfigProblem> problems) implements StoreConfig {}

  /**
   * It can be opened.
   *
   * @param secrets what the provider needs, by the name it knows it by
   * @param account whose tokens the login presents
   * @param authorities PEM text, or where it is kept
   * @param endpoints where its requests may go; empty for what the operator allows all stores
   * @param client what the backend is shown of the store in TLS; empty for nothing
   * @param opener makes the client; no I/O
   * @param addresses where the store leads, by the field that says so
   * @param binding what the account needs at a cloud
   */
  record Valid(
      ConnectionSettings settings,
      Duration connect,
      Map<String, SecretKeyReference> secrets,
      Optional<Account> account,
      Authorities authorities,
      Optional<EndpointPolicy> endpoints,
      Optional<ClientCertificate> client,
      Opener opener,
      Map<String, URI> addresses,
      Optional<CloudBinding> binding)
      implements StoreConfig {

    /** Everything in the cluster whose change makes a new connection. */
    Set<Reference> references() {
      Stream<Reference> ofSecrets = secrets.values().stream().map(SecretKeyReference::reference);
      Stream<Reference> ofAuthorities =
          authorities instanceof Authorities.Kept(SecretKeyReference kept)
              ? Stream.of(kept.reference())
              : Stream.empty();
      Stream<Reference> ofClient =
          client.stream()
              .flatMap(own -> Stream.of(own.certificate(), own.key()))
              .map(SecretKeyReference::reference);
      return Stream.of(ofSecrets, ofAuthorities, ofClient)
          .flatMap(it -> it)
          .collect(Collectors.toSet());
    }

    /** True where each namespace logs in as its own ServiceAccount. */
    boolean needsTenant() {
      return account.filter(it -> it.namespace().isEmpty()).isPresent();
    }
  }

  /** One key of a Secret or ConfigMap; field is its path in the spec. */
  record SecretKeyReference(String field, Reference reference, String key) {}

  /**
   * A ServiceAccount.
   *
   * @param namespace empty for the namespace of the sync
   */
  record Account(Optional<String> namespace, String name) {}

  /** Whom the backend's certificate must come from. */
  sealed interface Authorities {
    record OfTheSystem() implements Authorities {}

    record Inline(String pem) implements Authorities {}

    record Kept(SecretKeyReference reference) implements Authorities {}
  }

  /**
   * How one backend is reached.
   *
   * @param authorities empty for those that the store names
   * @param endpoints empty for what the operator allows all stores
   * @param client empty where the backend is shown none
   */
  record Route(
      Optional<Authorities> authorities,
      Optional<EndpointPolicy> endpoints,
      Optional<ClientCertificate> client) {
    static final Route COMMON = new Route(Optional.empty(), Optional.empty());

    /** A route without a client certificate. */
    Route(Optional<Authorities> authorities, Optional<EndpointPolicy> endpoints) {
      this(authorities, endpoints, Optional.empty());
    }

    /** As all others, but with a client certificate. */
    static Route showing(ClientCertificate client) {
      return new Route(Optional.empty(), Optional.empty(), Optional.of(client));
    }
  }

  /**
   * Where a client certificate is kept.
   *
   * @param certificate PEM, the client's own first
   * @param key PEM
   */
  record ClientCertificate(SecretKeyReference certificate, SecretKeyReference key) {}

  /** Makes a client of the configured backend. */
  @FunctionalInterface
  interface Opener {
    ProviderClient open(Credentials credentials, BackendHttp http);
  }
}
