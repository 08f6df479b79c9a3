package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import dev.keyturn.proof.Proves;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent for a credential; a real Vault issues, renews and ends them in the e2e suites. */
class VaultLeasesTest {
  private static final String ANSWER =
      """
      {"lease_id":"aws/sts/shop/1","lease_duration":900,"renewable":false,"data":{"k":"v"}}
      """;

  @Proves("P057")
  @Test
  void theParametersOfAPostAreItsBodyAndOfAGetThereAreNone() {
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.json(200, ANSWER))) {
      URI address = URI.create("http://127.0.0.1:" + server.port());
      try (JdkBackendHttp http =
          new JdkBackendHttp(
              EndpointPolicy.of(List.of(address.toString()), Set.of()),
              TlsTrust.system(),
              JdkBackendHttp.CONNECT_TIMEOUT)) {
        VaultLeases leases =
            new VaultLeases(
                new ThinTransport(new VaultAddress(address), http),
                new StatusMeaning(InstantSource.system()),
                Optional.empty());
        Call call = new Call(VaultFixture.session("hvs.given"), VaultFixture.ample(), "audit");
        LeaseRequest post =
            new LeaseRequest(
                "aws/sts/shop", LeaseRequest.Method.POST, Map.of("ttl", "15m", "role", "a\"b"));
        LeaseRequest get =
            new LeaseRequest("database/creds/app", LeaseRequest.Method.GET, Map.of());
        try (CredentialLease issued = VaultFixture.value(leases.issue(post, call))) {
          assertThat(issued.payload().<String>withText(text -> text)).isEqualTo("{\"k\":\"v\"}");
        }
        VaultFixture.value(leases.issue(get, call)).close();
      }
      assertThat(server.requests())
          .extracting(request -> request.method() + " " + request.target() + " " + request.body())
          .containsExactly(
              "POST /v1/aws/sts/shop {\"role\":\"a\\\"b\",\"ttl\":\"15m\"}",
              "GET /v1/database/creds/app ");
    }
  }
}
