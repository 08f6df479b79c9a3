package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
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

  private String readOne(int number) {
    return SourceFixture.text(
        SourceFixture.read(connection, source.wish("shop/sync-" + number, "K" + number)));
  }

  /** The contract of the kit runs beside this one, on each of the three logins. */
  @Proves("F008")
  @Test
  void aHundredReadsAreOneLogin() throws Exception {
    IntStream.range(0, 100).forEach(i -> infisical.put("/", "K" + i, "value " + i));
    assertThat(read(100)).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "value " + i).toList());
    assertThat(infisical.logins()).isEqualTo(1);
    assertThat(infisical.requests("GET", "/v1/projects/slug/")).isEqualTo(1);
  }

  @Test
  void aTokenThatDiedCostsOneLoginMore() throws Exception {
    infisical.put("/", "K0", "one");
    assertThat(read(1)).containsExactly("one");
    infisical.expireTokens();
    source.timer.advance(SourceFixture.INTERVAL.multipliedBy(2));
    infisical.put("/", "K0", "two");
    assertThat(read(1)).containsExactly("two");
    assertThat(infisical.logins()).isEqualTo(2);
  }

  /** Reads as many secrets at once; what is gathered waits until the time goes on. */
  private List<String> read(int many) throws Exception {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> reads =
          IntStream.range(0, many).mapToObj(i -> readers.submit(() -> readOne(i))).toList();
      await()
          .until(() -> {
            source.timer.advance(Duration.ofMillis(20));
            return reads.stream().allMatch(Future::isDone);
          });
      List<String> texts = new ArrayList<>();
      for (Future<String> read : reads) {
        texts.add(read.get());
      }
      return texts;
    }
  }
}
