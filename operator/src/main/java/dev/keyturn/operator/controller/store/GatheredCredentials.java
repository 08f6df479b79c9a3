package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.CredentialResult;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.http.ClientIdentity;
import dev.keyturn.operator.source.http.TlsTrust;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Credentials of one opening, with the versions they were read at. */
final class GatheredCredentials {
  private final AuthSecretReader reader;
  private final Map<String, SecretBytes> secrets = new TreeMap<>();
  private final StringJoiner versions = new StringJoiner(",");
  private String unusable = "spec.caBundle or spec.caProvider";
  private @Nullable Problem problem;

  GatheredCredentials(AuthSecretReader reader) {
    this.reader = reader;
  }

  void read(String name, StoreConfig.SecretKeyReference reference) {
    find(reference).ifPresent(found -> secrets.put(name, found));
  }

  @Nullable TlsTrust trust(
      StoreConfig.Authorities authorities, Optional<StoreConfig.ClientCertificate> client) {
    TlsTrust trust = trust(authorities);
    return trust == null || client.isEmpty() ? trust : presenting(trust, client.get());
  }

  private @Nullable TlsTrust presenting(TlsTrust trust, StoreConfig.ClientCertificate client) {
    unusable = "spec." + client.certificate().field() + " or spec." + client.key().field();
    Optional<SecretBytes> certificate = find(client.certificate());
    Optional<SecretBytes> key = find(client.key());
    try {
      return certificate.isPresent() && key.isPresent()
          ? orNull(ClientIdentity.of(certificate.get(), key.get()).map(trust::presenting))
          : null;
    } finally {
      certificate.ifPresent(SecretBytes::close);
      key.ifPresent(SecretBytes::close);
    }
  }

  private @Nullable TlsTrust trust(StoreConfig.Authorities authorities) {
    return switch (authorities) {
      case StoreConfig.Authorities.OfTheSystem() -> TlsTrust.system();
      case StoreConfig.Authorities.Inline(String pem) ->
          bundle(pem.getBytes(StandardCharsets.UTF_8));
      case StoreConfig.Authorities.Kept(StoreConfig.SecretKeyReference kept) ->
          find(kept)
              .flatMap(found -> found.with(pem -> Optional.ofNullable(bundle(pem))))
              .orElse(null);
    };
  }

  /** What was read, by the names that the provider knows it by; owned by whom it is given to. */
  Map<String, SecretBytes> secrets() {
    return Map.copyOf(secrets);
  }

  /** Changes with everything that was read. */
  String versions() {
    return versions.toString();
  }

  /** Why not everything could be read, or what of it is no certificate. */
  Problem problem() {
    return problem == null ? Problem.of(ErrorClass.TlsError, Detail.FIELD, unusable) : problem;
  }

  boolean isComplete() {
    return problem == null;
  }

  void wipe() {
    secrets.values().forEach(SecretBytes::close);
  }

  private Optional<SecretBytes> find(StoreConfig.SecretKeyReference reference) {
    String subject =
        "spec."
            + reference.field()
            + " ("
            + reference.reference().namespace()
            + "/"
            + reference.reference().name()
            + ", key "
            + reference.key()
            + ")";
    return switch (reader.read(reference.reference(), reference.key())) {
      case CredentialResult.Found(SecretBytes value, String version) -> {
        versions.add(version);
        yield Optional.of(value);
      }
      case CredentialResult.ObjectMissing() ->
          refuse(Problem.of(ErrorClass.CredentialMissing, subject));
      case CredentialResult.KeyMissing() ->
          refuse(Problem.of(ErrorClass.CredentialMissing, Detail.KEY, subject));
      case CredentialResult.Forbidden() ->
          refuse(
              Problem.of(
                  ErrorClass.CredentialMissing,
                  Detail.NOT_ENROLLED,
                  subject + ", which the operator may not read"));
      case CredentialResult.Unavailable unavailable ->
          refuse(Problem.of(ErrorClass.Unavailable, "the API server, for " + subject));
    };
  }

  private Optional<SecretBytes> refuse(Problem why) {
    problem = why;
    return Optional.empty();
  }

  private @Nullable TlsTrust bundle(byte[] pem) {
    return orNull(TlsTrust.ofBundle(pem));
  }

  private static @Nullable TlsTrust orNull(Outcome<TlsTrust> outcome) {
    return switch (outcome) {
      case Outcome.Ok<TlsTrust>(TlsTrust trust) -> trust;
      case Outcome.Failed<TlsTrust>(Failure failure) -> null;
    };
  }
}
