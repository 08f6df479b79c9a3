package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.infisical.FakeInfisical;
import dev.keyturn.operator.provider.infisical.InfisicalAuth;
import dev.keyturn.operator.provider.infisical.InfisicalConfig;
import dev.keyturn.operator.provider.infisical.InfisicalProject;
import dev.keyturn.operator.provider.infisical.InfisicalProviderFactory;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many reads of a store of Infisical cost. */
class InfisicalReadsTest {
  private final SourceFixture source = new SourceFixture();
  private final FakeInfisical infisical = new FakeInfisical();
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(infisical.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);
  private final Connection connection = source.connection(client(), Duration.ofSeconds(30));

  private ProviderClient client() {
    return new InfisicalProviderFactory(InstantSource.system())
        .open(
            new InfisicalConfig(
                infisical.uri(),
                new InfisicalProject.Slug(FakeInfisical.PROJECT_SLUG),
                "prod",
                "/",
                false,
                true,
                new InfisicalAuth.Universal()),
            new Credentials(
                Map.of(
                    InfisicalAuth.CLIENT_ID, SecretBytes.ofText(FakeInfisical.CLIENT_ID),
                    InfisicalAuth.CLIENT_SECRET, SecretBytes.ofText(FakeInfisical.CLIENT_SECRET)),
                Optional.empty()),
            http);
  }

  @AfterEach
  void close() {
    connection.close();
    http.close();
    infisical.close();
  }

  private String read(int number) {
    return SourceFixture.text(
        SourceFixture.read(connection, source.wish("shop/sync-" + number, "K" + number)));
  }

  /** The contract of the kit runs beside this one, on each of the three logins. */
  @Proves("F008")
  @Test
  void aHundredReadsAreOneLogin() throws Exception {
    IntStream.range(0, 100).forEach(i -> infisical.put("/", "K" + i, "value " + i));
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> reads =
          IntStream.range(0, 100).mapToObj(i -> readers.submit(() -> read(i))).toList();
      for (int i = 0; i < 100; i++) {
        assertThat(reads.get(i).get()).isEqualTo("value " + i);
      }
    }
    assertThat(infisical.logins()).isEqualTo(1);
    assertThat(infisical.requests("GET", "/v4/secrets/")).isEqualTo(100);
    assertThat(infisical.requests("GET", "/v1/projects/slug/")).isEqualTo(1);
  }

  @Test
  void aTokenThatDiedCostsOneLoginMore() {
    infisical.put("/", "K1", "one");
    infisical.put("/", "K2", "two");
    assertThat(read(1)).isEqualTo("one");
    infisical.expireTokens();
    assertThat(read(2)).isEqualTo("two");
    assertThat(infisical.logins()).isEqualTo(2);
  }
}
