package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.util.Optional;

/**
 * What one login sends, owned by the caller.
 *
 * @param path encoded, below {@code /v1/}
 * @param body a JSON object
 */
record LoginBody(String path, SecretBytes body) implements AutoCloseable {

  /** By the certificate of the connection, which is no part of the body. */
  static LoginBody of(VaultAuth.Certificate certificate) {
    return at(
        certificate.path(),
        body -> {
          if (certificate.role().isPresent()) {
            body.writeStringField("name", certificate.role().get());
          }
        });
  }

  /** By a user and a password; {@code ldap} and {@code userpass} take the same request. */
  static LoginBody ofUser(String mount, String username, SecretBytes password) {
    return new LoginBody(
        login(mount) + "/" + VaultPath.encode(username).orElseThrow(),
        RequestBody.of(body -> RequestBody.member(body, "password", password)));
  }

  /** By a signed request to STS, each of whose parts goes as base64. */
  static LoginBody of(VaultAuth.Iam iam, StsRequest signed) {
    return at(
        iam.path(),
        body -> {
          body.writeStringField("role", iam.role());
          body.writeStringField("iam_http_request_method", "POST");
          body.writeStringField("iam_request_url", signed.url());
          body.writeStringField("iam_request_body", signed.body());
          RequestBody.member(body, "iam_request_headers", signed.headers());
        });
  }

  /** By a JWT that a service account of Google Cloud signed for this role. */
  static LoginBody of(VaultAuth.Gcp gcp, SecretBytes jwt) {
    return at(
        gcp.path(),
        body -> {
          body.writeStringField("role", gcp.role());
          RequestBody.member(body, "jwt", jwt);
        });
  }

  private static LoginBody at(String mount, RequestBody.Members members) {
    return new LoginBody(login(mount), RequestBody.of(members));
  }

  private static String login(String mount) {
    return "auth/" + VaultPath.encode(mount).orElseThrow() + "/login";
  }

  VaultOperation.Login operation(Optional<String> namespace) {
    return new VaultOperation.Login(path, body, namespace);
  }

  @Override
  public void close() {
    body.close();
  }
}
