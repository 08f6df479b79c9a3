package dev.keyturn.operator.provider.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * The logins of {@link FakeVault} beside AppRole and Kubernetes, as Vault's API pages have them.
 */
final class FakeLogins {
  static final String TOKEN = "hvs.given";
  static final String ROLE = "shop";
  static final String USER = "shop bot";
  static final String PASSWORD = "correct \"horse\"\n";
  static final String SERVER_ID = "vault.example";
  static final String ACCESS_KEY_ID = "AKIAEXAMPLE";
  static final String SECRET_ACCESS_KEY = "example/key";

  private static final ObjectMapper JSON = new ObjectMapper();

  private FakeLogins() {}

  /** What the provider is given for a login, right or wrong. */
  static Credentials credentials(VaultAuth auth, boolean right) {
    return switch (auth) {
      case VaultAuth.Token token -> secrets(Map.of(VaultAuth.TOKEN, right ? TOKEN : "hvs.wrong"));
      case VaultAuth.AppRole appRole ->
          secrets(Map.of(VaultAuth.SECRET_ID, right ? FakeVault.SECRET_ID : "wrong"));
      case VaultAuth.Kubernetes kubernetes -> token(right);
      case VaultAuth.Jwt jwt -> token(right);
      case VaultAuth.Certificate shownInTls -> Credentials.none();
      case VaultAuth.UserPass user -> password(right);
      case VaultAuth.Ldap user -> password(right);
      case VaultAuth.Iam iam when iam.caller().isPresent() -> token(true);
      case VaultAuth.Gcp gcp when gcp.caller().isPresent() -> token(true);
      case VaultAuth.Iam iam ->
          secrets(
              Map.of(
                  VaultAuth.ACCESS_KEY_ID,
                  ACCESS_KEY_ID,
                  VaultAuth.SECRET_ACCESS_KEY,
                  right ? SECRET_ACCESS_KEY + "\n" : "wrong"));
      case VaultAuth.Gcp gcp ->
          secrets(
              Map.of(
                  VaultAuth.SERVICE_ACCOUNT_KEY,
                  FakeServiceAccount.keyFile(FakeServiceAccount.EMAIL, right)));
    };
  }

  private static Credentials token(boolean right) {
    return new Credentials(
        Map.of(),
        Optional.of((audience, lifetime, deadline) ->
            Outcome.ok(SecretBytes.ofText(right ? FakeVault.JWT : "wrong"))));
  }

  private static Credentials password(boolean right) {
    return secrets(Map.of(VaultAuth.PASSWORD, right ? PASSWORD : "wrong"));
  }

  private static Credentials secrets(Map<String, String> texts) {
    return VaultFixture.credentials(texts);
  }

  /** Whether a request is a login that succeeds; empty where it is none of these. */
  static Optional<Boolean> isRight(ScriptedServer.Seen request, ScriptedServer.Peer peer) {
    return switch (request.method() + " " + request.target()) {
      case "POST /v1/auth/jwt/login" -> Optional.of(isRight(json(request), FakeVault.JWT));
      case "POST /v1/auth/userpass/login/shop%20bot", "POST /v1/auth/ldap/login/shop%20bot" ->
          Optional.of(json(request).path("password").asText().equals(PASSWORD));
      case "POST /v1/auth/cert/login" ->
          Optional.of(
              json(request).path("name").asText().equals(ROLE)
                  && subject(peer.socket()).equals(Optional.of("CN=" + ROLE)));
      case "POST /v1/auth/aws/login" -> Optional.of(isSignedRightly(json(request)));
      case "POST /v1/auth/gcp/login" -> Optional.of(isOfTheAccount(json(request)));
      default -> Optional.empty();
    };
  }

  private static boolean isRight(JsonNode body, String jwt) {
    return body.path("role").asText().equals(ROLE) && body.path("jwt").asText().equals(jwt);
  }

  /** Whose certificate the other end showed. */
  static Optional<String> subject(Socket socket) {
    try {
      return socket instanceof SSLSocket tls
              && tls.getSession().getPeerCertificates()[0] instanceof X509Certificate shown
          ? Optional.of(shown.getSubjectX500Principal().getName())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException nothingShown) {
      return Optional.empty();
    }
  }

  private static boolean isSignedRightly(JsonNode body) {
    StsOracle sent =
        StsOracle.of(
            body.path("iam_request_url").asText(),
            body.path("iam_request_body").asText(),
            body.path("iam_request_headers").asText());
    return body.path("role").asText().equals(ROLE)
        && body.path("iam_http_request_method").asText().equals("POST")
        && sent.asksWhoSigned()
        && sent.signs("X-Vault-AWS-IAM-Server-ID", SERVER_ID)
        && sent.isSignedBy(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
  }

  private static boolean isOfTheAccount(JsonNode body) {
    return body.path("role").asText().equals(ROLE)
        && FakeServiceAccount.isNamed("vault/" + ROLE, body.path("jwt").asText());
  }

  private static JsonNode json(ScriptedServer.Seen request) {
    return json(request.body());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
