package dev.keyturn.operator.provider.gcp;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** The addresses of one store. An emulator serves the logins at its own address. */
final class GcpAddress {
  private final String root;
  private final Optional<String> emulator;
  private final String secrets;

  GcpAddress(GcpConfig config) {
    Optional<URI> endpoint = config.endpoint();
    this.root =
        endpoint
            .map(GcpAddress::origin)
            .orElseGet(() ->
                config
                    .location()
                    .map(location -> "https://secretmanager." + location + ".rep.googleapis.com")
                    .orElse("https://secretmanager.googleapis.com"));
    this.emulator = endpoint.filter(own -> !isOfGoogle(own)).map(GcpAddress::origin);
    this.secrets =
        "/projects/"
            + config.project()
            + config.location().map(location -> "/locations/" + location).orElse("")
            + "/secrets";
  }

  private static String origin(URI endpoint) {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
  }

  private static boolean isOfGoogle(URI endpoint) {
    return endpoint.getHost().toLowerCase(Locale.ROOT).endsWith(".googleapis.com");
  }

  /** Without a path. */
  URI root() {
    return URI.create(root);
  }

  /** All secrets. */
  URI secrets(String query) {
    return URI.create(root + "/v1" + secrets + query);
  }

  /** One secret, or what the suffix names of it. */
  URI secret(SecretName name, String suffix) {
    return URI.create(root + "/v1" + secrets + "/" + name.id() + suffix);
  }

  /** Where a signed key becomes an access token. */
  URI token() {
    return URI.create(emulator.orElse("https://oauth2.googleapis.com") + "/token");
  }

  /** Where a foreign token becomes a federated one. */
  URI exchange() {
    return URI.create(emulator.orElse("https://sts.googleapis.com") + "/v1/token");
  }

  /** Where an identity becomes a service account. */
  URI impersonation(String email) {
    return account(email, "generateAccessToken");
  }

  /** Where a service account signs what an identity claims. */
  URI signature(String email) {
    return account(email, "signJwt");
  }

  private URI account(String email, String action) {
    return URI.create(
        emulator.orElse("https://iamcredentials.googleapis.com")
            + "/v1/projects/-/serviceAccounts/"
            + email
            + ":"
            + action);
  }
}
