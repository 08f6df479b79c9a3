package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CloudProofs;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.NoClouds;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The logins of a real server that need no other one: {@code userpass} and {@code jwt}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealLoginCases {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String ROLE_SETTINGS = "\"token_policies\":[\"shop\"],\"token_ttl\":\"1h\"";

  private final RealVault vault;
  private final JdkBackendHttp http;

  RealLoginCases(VaultServer server, Map<String, String> environment) {
    this.vault = new RealVault(server, environment);
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(vault.uri().toString()), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
    vault.policy("path \"secret/data/app\" { capabilities = [\"read\"] }");
    vault.admin("POST", "secret/data/app", "{\"data\":{\"k\":\"v\"}}");
  }

  @AfterAll
  void close() {
    http.close();
    vault.close();
  }

  RealVault vault() {
    return vault;
  }

  private ProviderClient client(VaultAuth auth, Credentials credentials, CloudProofs clouds) {
    return new VaultProviderFactory(InstantSource.system(), clouds)
        .open(VaultFixture.config(vault.uri(), KeyValueVersion.V2, auth), credentials, http);
  }

  ProviderClient client(VaultAuth auth, Map<String, String> secrets) {
    return client(auth, VaultFixture.credentials(secrets), new NoClouds());
  }

  void lives(VaultAuth auth, Map<String, String> secrets) {
    lives(auth, VaultFixture.credentials(secrets), new NoClouds());
  }

  /** Logs in, reads, renews, reads, revokes, and reads no more. */
  void lives(VaultAuth auth, Credentials credentials, CloudProofs clouds) {
    try (ProviderClient client = client(auth, credentials, clouds)) {
      Session session = value(client.login(ample()));
      assertThat(session.ownedByUs()).isTrue();
      assertThat(session.renewable()).isTrue();
      assertThat(read(client, session)).isEqualTo("{\"k\":\"v\"}");
      Session renewed = value(client.renew(session, ample()));
      assertThat(read(client, renewed)).isEqualTo("{\"k\":\"v\"}");
      value(client.revoke(renewed, ample()));
      assertThat(failure(client.read(newest("app"), call(renewed))).kind())
          .isEqualTo(FailureClass.AuthFailed);
    }
  }

  private static String read(ProviderClient client, Session session) {
    return VaultFixture.text(value(client.read(newest("app"), call(session))));
  }

  static Call call(Session session) {
    return new Call(session, ample(), "audit-1");
  }

  void isRefused(VaultAuth auth, Map<String, String> secrets) {
    isRefused(auth, VaultFixture.credentials(secrets), new NoClouds());
  }

  void isRefused(VaultAuth auth, Credentials credentials, CloudProofs clouds) {
    try (ProviderClient client = client(auth, credentials, clouds)) {
      assertThat(failure(client.login(ample())).kind()).isEqualTo(FailureClass.AuthFailed);
    }
  }

  @Test
  void aUserOfVaultLogsIn() {
    vault.admin("POST", "sys/auth/team/users", "{\"type\":\"userpass\"}");
    vault.admin(
        "POST",
        "auth/team/users/users/shop.bot",
        "{\"password\":\"correct \\\"horse\\\"\"," + ROLE_SETTINGS + "}");
    VaultAuth auth = new VaultAuth.UserPass("team/users", "shop.bot");

    lives(auth, Map.of(VaultAuth.PASSWORD, "correct \"horse\""));
    isRefused(auth, Map.of(VaultAuth.PASSWORD, "wrong"));
    isRefused(new VaultAuth.UserPass("team/users", "nobody"), Map.of(VaultAuth.PASSWORD, "wrong"));
  }

  @Test
  void aJwtOfAKnownIssuerLogsIn() throws GeneralSecurityException {
    KeyPair known = keys();
    vault.admin("POST", "sys/auth/jwt", "{\"type\":\"jwt\"}");
    vault.admin(
        "POST",
        "auth/jwt/config",
        JSON.createObjectNode()
            .put("jwt_validation_pubkeys", pem(known))
            .put("jwt_supported_algs", "ES256")
            .toString());
    vault.admin(
        "POST",
        "auth/jwt/role/shop",
        """
        {"role_type":"jwt","user_claim":"sub","bound_audiences":["vault"],"bound_subject":"app",%s}\
        """
            .formatted(ROLE_SETTINGS));
    VaultAuth auth = new VaultAuth.Jwt("jwt", "shop", "vault");

    lives(auth, Map.of(VaultAuth.JWT, jwt(known, "app", "vault")));
    isRefused(auth, Map.of(VaultAuth.JWT, jwt(known, "app", "another")));
    isRefused(auth, Map.of(VaultAuth.JWT, jwt(known, "stranger", "vault")));
    isRefused(auth, Map.of(VaultAuth.JWT, jwt(keys(), "app", "vault")));
    isRefused(auth, Map.of(VaultAuth.JWT, "kt-canary-7f3a"));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String jwt(KeyPair keys, String subject, String audience)
      throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String signed =
        part("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")
            + "."
            + part(
                "{\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
                    .formatted(subject, audience, now - 10, now + 300));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String part(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
