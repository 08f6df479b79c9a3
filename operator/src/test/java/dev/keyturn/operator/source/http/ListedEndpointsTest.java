package dev.keyturn.operator.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListedEndpointsTest {

  @ParameterizedTest
  @CsvSource({
    "https://vault.example, https://vault.example, true",
    "https://vault.example, https://VAULT.example:443/v1/x?list=true, true",
    "https://vault.example:443, https://vault.example/v1, true",
    "https://vault.example, http://vault.example, false",
    "https://vault.example, https://vault.example:8200, false",
    "https://vault.example:8200, https://vault.example, false",
    "https://vault.example, https://eu.vault.example, false",
    "https://vault.example, https://vault.example.evil.example, false",
    "https://vault.example/shop, https://vault.example/shop, true",
    "https://vault.example/shop, https://vault.example/shop/v1, true",
    "https://vault.example/shop/, https://vault.example/shop/v1, true",
    "https://vault.example/shop, https://vault.example/shopping, false",
    "https://vault.example/shop, https://vault.example/, false",
    "https://vault.example/shop, https://vault.example/shop/../blog, false",
    "https://vault.example/shop, https://vault.example/shop/%2e%2e/blog, false",
    "https://*, https://vault.example, false",
    "https://*.example, https://vault.example, false",
    "no address, https://vault.example, false",
    "https://user@vault.example, https://vault.example, false",
    "https://[2001:db8::1], 'https://[2001:DB8:0::1]/', true"
  })
  void anEntryIsEqualInSchemeHostAndPortAndAPrefixOfWholeSegments(
      String entry, URI uri, boolean covered) {
    assertThat(ListedEndpoints.of(List.of("https://unrelated.example", entry)).cover(uri))
        .isEqualTo(covered);
  }

  @Test
  void noEntriesListNothing() {
    assertThat(ListedEndpoints.of(List.of()).cover(URI.create("https://vault.example"))).isFalse();
  }

  @Test
  void aListNarrowsAndNeverWidens() {
    EndpointPolicy operator = EndpointPolicy.of(List.of("https://vault.example"), Set.of());
    EndpointPolicy narrowed =
        operator.narrowedTo(
            ListedEndpoints.of(List.of("https://vault.example/shop", "http://127.0.0.1:1")));
    assertThat(send(narrowed, "https://vault.example/blog")).isEqualTo(denied());
    assertThat(send(narrowed, "https://other.example/")).isEqualTo(refused());
    assertThat(send(narrowed, "http://127.0.0.1:1/")).isEqualTo(refused());
  }

  @Test
  void aRequestToAnotherListedHostOfTheOperatorMakesNoConnection() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.json(200, "{}"))) {
      EndpointPolicy operator =
          EndpointPolicy.of(List.of(server.uri().toString(), "https://vault.example"), Set.of());
      assertThat(send(operator, server.uri() + "/a")).isInstanceOf(Outcome.Ok.class);
      assertThat(
              send(
                  operator.narrowedTo(ListedEndpoints.of(List.of("https://vault.example"))),
                  server.uri() + "/b"))
          .isEqualTo(denied());
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static Outcome<BackendHttp.Answer> denied() {
    return Outcome.failed(FailureClass.ScopeDenied, FailureDetail.ENDPOINT);
  }

  private static Outcome<BackendHttp.Answer> refused() {
    return Outcome.failed(FailureClass.InvalidData, FailureDetail.ENDPOINT);
  }

  private static Outcome<BackendHttp.Answer> send(EndpointPolicy policy, String uri) {
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            policy,
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT,
            StoreRoom.ofNone(),
            host -> {
              throw new java.net.UnknownHostException(host);
            })) {
      return http.send(
          new BackendHttp.Request("GET", URI.create(uri), Map.of(), Optional.empty(), 100),
          Deadline.after(Duration.ofSeconds(10)));
    }
  }
}
