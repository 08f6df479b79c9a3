package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.call;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatientTransportTest {
  private final VaultFixture fixture = new VaultFixture();
  private final ProviderClient client = fixture.client();
  private final List<Duration> pauses = new ArrayList<>();
  private int sent;
  private long now;

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  static Stream<Named<Function<ProviderClient, Outcome<?>>>> calls() {
    VersionStamp first = new VersionStamp("1", true, Optional.empty());
    return Stream.of(
        Named.of("login", client -> client.login(ample())),
        Named.of("accounts", client -> client.accounts(VaultFixture.session("x"), ample())),
        Named.of("verify", client -> client.verify(call())),
        Named.of("read", client -> client.read(newest("app"), call())),
        Named.of(
            "role",
            client ->
                client.read(new RemoteRef("role:db/static-creds/r", Optional.empty()), call())),
        Named.of("look", client -> client.writer().orElseThrow().look("app", call())),
        Named.of(
            "create",
            client ->
                client
                    .writer()
                    .orElseThrow()
                    .createIfAbsent("app", SecretBytes.ofText("{\"v\":\"1\"}"), call())),
        Named.of("tag", client -> client.writer().orElseThrow().tag("app", Map.of(), call())),
        Named.of("delete", client -> client.writer().orElseThrow().delete("app", first, call())),
        Named.of(
            "lease",
            client -> client.leases().orElseThrow().lookup(new LeaseId("db/creds/r/1"), call())));
  }

  @Fault(value = "V27", backends = Backend.VAULT)
  @ParameterizedTest
  @MethodSource("calls")
  void aNodeThatLagsIsAskedThreeTimesMoreWhateverItIsAsked(
      Function<ProviderClient, Outcome<?>> asked) {
    for (int lag = 0; lag < 5; lag++) {
      fixture.nextJson(412, "{\"errors\":[\"required index state not present\"]}");
    }
    Failure lagging = failure(asked.apply(client));
    assertThat(lagging.kind()).isEqualTo(FailureClass.Unavailable);
    assertThat(lagging.mayHaveApplied()).isFalse();
    assertThat(fixture.vault.server().requests()).hasSize(4);
  }

  private Outcome<Answer> send(int lagging, Duration time) {
    VaultTransport node =
        (operation, deadline) ->
            Outcome.ok(
                new Answer(sent++ < lagging ? 412 : 200, Map.of(), SecretBytes.ofText("{}")));
    return new PatientTransport(
            node,
            wait -> {
              pauses.add(wait);
              now += wait.toNanos();
            })
        .send(new VaultOperation.Health(), Deadline.after(time, () -> now));
  }

  @Test
  void thePausesGrow() {
    assertThat(value(send(3, Duration.ofSeconds(15))).status()).isEqualTo(200);
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void aPauseEndsBeforeTheDeadline() {
    assertThat(value(send(3, Duration.ofMillis(150))).status()).isEqualTo(412);
    assertThat(pauses).containsExactly(Duration.ofMillis(50));
    assertThat(sent).isEqualTo(2);
  }
}
