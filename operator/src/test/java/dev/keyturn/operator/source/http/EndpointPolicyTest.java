package dev.keyturn.operator.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {
  private static EndpointPolicy policy(String... entries) {
    return EndpointPolicy.of(List.of(entries), Set.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://vault.example",
        "https://vault.example:8200/v1/sys/health?standbyok=true",
        "HTTPS://VAULT.Example/",
        "https://vault.vault.svc:8200/v1/secret/data/a%2Fb",
        "https://10.96.0.10:8200/",
        "https://192.168.1.4/",
        "https://[2001:db8::1]:8200/",
        "https://[fd12:3456::1]/",
        "https://[64:ff9b::cb00:7109]/",
        "https://xn--bcher-kva.example/"
      })
  void anyHttpsHostIsAllowedByTheDefaultEntry(String uri) {
    assertThat(policy("https://*").allows(URI.create(uri))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://vault.example:8200, https://vault.example:8200/v1/x, true",
    "https://vault.example:8200, https://VAULT.example:8200, true",
    "https://vault.example:8200, https://vault.example/, false",
    "https://vault.example, https://vault.example:443/, true",
    "https://vault.example, https://vault.example:8200/, false",
    "https://vault.example, https://other.example/, false",
    "https://vault.example, https://vault.example.evil.example/, false",
    "https://*.shop.example:8200, https://a.shop.example:8200/, true",
    "https://*.shop.example:8200, https://a.b.shop.example:8200/, false",
    "https://*.shop.example:8200, https://shop.example:8200/, false",
    "https://gate.example/team-a, https://gate.example/team-a/v1/x, true",
    "https://gate.example/team-a, https://gate.example/team-a, true",
    "https://gate.example/team-a/, https://gate.example/team-a/v1, true",
    "https://gate.example/team-a, https://gate.example/team-ab/v1, false",
    "https://gate.example/team-a, https://gate.example/team-a/../team-b, false",
    "https://gate.example/team-a, https://gate.example/team-a/%2E%2e/team-b, false",
    "http://vault.example:8200, http://vault.example:8200/, true",
    "http://vault.example:8200, https://vault.example:8200/, false",
    "https://vault.example:8200, http://vault.example:8200/, false"
  })
  void anEntryCoversItsHostPortAndPrefix(String entry, String uri, boolean allowed) {
    assertThat(policy(entry).allows(URI.create(uri))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8200, http://127.0.0.1:8200/v1, true",
    "http://127.0.0.1:8200, http://127.0.0.1:8201/v1, false",
    "http://127.0.0.1, http://127.0.0.1/v1, false",
    "https://[::1]:8200, 'https://[0:0:0:0:0:0:0:1]:8200/', true",
    "http://169.254.169.254:80, http://169.254.169.254/latest, false",
    "'https://[fd00:ec2::254]:443', 'https://[fd00:ec2::254]/', false",
    "http://0.0.0.0:8200, http://0.0.0.0:8200/, false"
  })
  void onlyAnEntryWithAPortOpensLoopbackAndNothingOpensMetadata(
      String entry, String uri, boolean allowed) {
    assertThat(policy("https://*", entry).allows(URI.create(uri))).isEqualTo(allowed);
  }

  @Test
  void addressesOfTheApiServerAreRefusedByText() throws Exception {
    EndpointPolicy policy =
        EndpointPolicy.of(
            List.of("https://*", "https://10.96.0.1:443"),
            Set.of(InetAddress.ofLiteral("10.96.0.1")));

    assertThat(policy.allows(URI.create("https://10.96.0.1/api"))).isFalse();
    assertThat(policy.allows(URI.create("https://10.96.0.2/api"))).isTrue();
  }

  @Test
  void aNameMayLeadToLoopbackOnlyWhereAnEntryNamesIt() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");

    assertThat(policy("https://*", "http://localhost:8200").resolves("localhost", loopback))
        .isTrue();
    assertThat(policy("https://*", "http://localhost:8200").resolves("other", loopback)).isFalse();
    assertThat(policy("https://*.example:8200").resolves("a.example", loopback)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "https://",
        "http://*",
        "https://*:8200",
        "https://*/prefix",
        "vault.example",
        "https://user@vault.example",
        "https://va*lt.example",
        "https://vault.example?x",
        "https://vault.example:0",
        "https://vault.example:99999",
        "https://0177.0.0.1",
        "https://vault.example/a/../b",
        "ftp://vault.example"
      })
  void anEntryOfAnotherFormIsRefusedWithoutRepeatingIt(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(entry))
        .withMessage("an allowed endpoint is https://* or scheme://host[:port][/prefix]");
  }

  @Test
  void theMetadataServiceIsReachedUnderItsOwnPolicyAlone() {
    URI origin = URI.create("http://169.254.169.254");
    EndpointPolicy own = EndpointPolicy.ofMetadata(origin);
    assertThat(own.allows(URI.create(origin + "/metadata/identity"))).isTrue();
    assertThat(own.allows(URI.create("http://169.254.169.253/metadata"))).isFalse();
    assertThat(own.allows(URI.create("https://vault.example/"))).isFalse();
    assertThat(EndpointPolicy.of(List.of("http://169.254.169.254:80"), Set.of()).allows(origin))
        .isFalse();
  }
}
