package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.current;
import static dev.keyturn.operator.provider.aws.AwsFixture.failure;
import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Roles by the STS of a moto server, which keeps the secrets of accounts apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoRoleTest {
  private Optional<RealMoto> moto = Optional.empty();

  @BeforeAll
  void start() {
    moto = Optional.of(new RealMoto());
  }

  @AfterAll
  void stop() {
    moto.ifPresent(RealMoto::close);
  }

  private static String role(String account) {
    return "arn:aws:iam::" + account + ":role/shop";
  }

  private ProviderClient client(AwsAuth auth, List<AwsRole> roles, JdkBackendHttp http) {
    RealMoto server = moto.orElseThrow();
    AwsConfig config =
        new AwsConfig(
            AwsConfig.Service.SecretsManager,
            "eu-west-1",
            Optional.of(server.uri()),
            auth,
            roles,
            AwsWriting.usual());
    Credentials credentials =
        new Credentials(
            Map.of(
                AwsAuth.ACCESS_KEY_ID, SecretBytes.ofText(server.accessKeyId()),
                AwsAuth.SECRET_ACCESS_KEY, SecretBytes.ofText(server.secretAccessKey())),
            Optional.of((audience, lifetime, deadline) -> Outcome.ok(SecretBytes.ofText("a.b.c"))));
    return MotoBackend.FACTORY.open(config, credentials, http);
  }

  private JdkBackendHttp http() {
    return new JdkBackendHttp(
        EndpointPolicy.of(List.of(moto.orElseThrow().uri().toString()), Set.of()),
        TlsTrust.system(),
        JdkBackendHttp.CONNECT_TIMEOUT);
  }

  private static Call call(ProviderClient client) {
    Session session = value(client.login(soon()));
    return new Call(session, soon(), "roles");
  }

  @Test
  void aChainOfRolesLeadsToTheSecretsOfAnotherAccount() {
    AwsRole hub = new AwsRole(role(RealMoto.ACCOUNT), Optional.empty(), Map.of());
    AwsRole shop =
        new AwsRole(
            role(RealMoto.OTHER_ACCOUNT), Optional.of("keyturn/shop"), Map.of("team", "shop"));
    try (JdkBackendHttp http = http();
        ProviderClient own = client(new AwsAuth.Keys(), List.of(), http);
        ProviderClient chained = client(new AwsAuth.Keys(), List.of(hub, shop), http);
        SecretBytes payload = SecretBytes.ofText("there")) {
      Call there = call(chained);
      assertThat(there.session().expires().orElse(Instant.MIN)).isAfter(Instant.now());
      value(chained.writer().orElseThrow().createIfAbsent("chain/db", payload, there));
      value(chained.read(current("chain/db"), there)).close();
      assertThat(failure(own.read(current("chain/db"), call(own))).kind())
          .isEqualTo(FailureClass.NotFound);
    }
  }

  @Test
  void aTokenOfAServiceAccountBecomesTheRoleOfItsAccount() {
    AwsAuth identity = new AwsAuth.WebIdentity(role(RealMoto.OTHER_ACCOUNT), "sts.amazonaws.com");
    try (JdkBackendHttp http = http();
        ProviderClient client = client(identity, List.of(), http);
        SecretBytes payload = SecretBytes.ofText("there")) {
      moto.orElseThrow().asksForSignatures(false);
      Call call = call(client);
      moto.orElseThrow().asksForSignatures(true);
      assertThat(call.session().expires()).isPresent();
      value(client.writer().orElseThrow().createIfAbsent("web/db", payload, call));
      value(client.read(current("web/db"), call)).close();
    }
  }
}
