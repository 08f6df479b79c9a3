package dev.keyturn.operator.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.memory.StoreRoom;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of {@code tricky-urls.txt}: each ends before a connection is made. */
class TrickyUrlTest {
  private static final EndpointPolicy POLICY =
      EndpointPolicy.of(List.of("https://*"), Set.of(InetAddress.ofLiteral("10.96.0.1")));

  record Tricky(String url, List<InetAddress> addresses) {
    static Tricky parse(String line) {
      String[] parts = line.split("\t");
      return new Tricky(
          parts[0].replace("(empty)", ""),
          parts.length == 1
              ? List.of()
              : Stream.of(parts[1].split(",")).map(InetAddress::ofLiteral).toList());
    }
  }

  static List<Tricky> urls() throws IOException {
    try (InputStream file = TrickyUrlTest.class.getResourceAsStream("tricky-urls.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Tricky::parse)
          .toList();
    }
  }

  @Test
  void theListHoldsAtLeastTwoHundred() throws IOException {
    assertThat(urls()).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
  }

  @Proves("N22")
  @ParameterizedTest
  @MethodSource("urls")
  void endsBeforeAConnection(Tricky tricky) {
    URI uri;
    try {
      uri = new URI(tricky.url());
    } catch (URISyntaxException noAddress) {
      return; // no request can be made of it
    }
    HostLookup names =
        host -> {
          assertThat(tricky.addresses())
              .as("look-up of a name that should be refused")
              .isNotEmpty();
          return tricky.addresses();
        };
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            POLICY, TlsTrust.system(), Duration.ofSeconds(5), StoreRoom.ofNone(), names)) {
      Outcome<BackendHttp.Answer> outcome =
          http.send(
              new BackendHttp.Request("GET", uri, Map.of(), Optional.empty(), 100),
              Deadline.after(Duration.ofSeconds(30)));

      assertThat(outcome)
          .isEqualTo(Outcome.failed(Failure.of(FailureClass.InvalidData, FailureDetail.ENDPOINT)));
    }
  }
}
