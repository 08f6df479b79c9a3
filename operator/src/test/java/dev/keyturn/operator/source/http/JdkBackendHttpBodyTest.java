package dev.keyturn.operator.source.http;

import static dev.keyturn.operator.source.http.BackendHttpFixture.ample;
import static dev.keyturn.operator.source.http.BackendHttpFixture.answer;
import static dev.keyturn.operator.source.http.BackendHttpFixture.failure;
import static dev.keyturn.operator.source.http.BackendHttpFixture.get;
import static dev.keyturn.operator.source.http.BackendHttpFixture.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.proof.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of an answer is taken in. */
class JdkBackendHttpBodyTest {
  @Test
  void aBodyOfTheLimitPassesAndOneByteMoreDoesNot() {
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> peer.answer(200, "", "x".repeat(5000)));
        JdkBackendHttp http = http(server);
        Answer whole =
            answer(
                http.send(
                    new Request("GET", server.uri(), Map.of(), Optional.empty(), 5000), ample()))) {
      assertThat(whole.body().size()).isEqualTo(5000);
      assertThat(
              failure(
                  http.send(
                      new Request("GET", server.uri(), Map.of(), Optional.empty(), 4999), ample())))
          .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
    }
  }

  @Fault("V17")
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 67108864\r\n\r\n", "Connection: close\r\n\r\n"})
  void aHugeBodyIsGivenUpAtTheLimit(String headers) throws Exception {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    byte[] kilobyte = new byte[1024];
    var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getTotalThreadAllocatedBytes();
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              int kilobytes = 0;
              try {
                peer.raw("HTTP/1.1 200 OK\r\n" + headers);
                for (; kilobytes < 64 * 1024; kilobytes++) {
                  peer.raw(kilobyte);
                }
              } finally {
                written.complete(kilobytes);
              }
            });
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.send(get(server.uri()), ample())))
          .isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
      assertThat(written.get(30, TimeUnit.SECONDS)).isLessThan(64 * 1024);
      // All that was ever allocated meanwhile, so that the heap cannot have grown by more.
      assertThat(memory.getTotalThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }
  }

  @Test
  void anEncodedBodyIsInvalidAndStaysPacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[8 << 20]);
    }
    try (ScriptedServer server =
            ScriptedServer.plain((request, peer) -> {
              peer.raw(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                      .formatted(packed.size()));
              peer.raw(packed.toByteArray());
            });
        JdkBackendHttp http = http(server)) {
      assertThat(failure(http.send(get(server.uri()), ample())))
          .isEqualTo(Failure.of(FailureClass.InvalidData).withStatus(200));
    }
  }
}
