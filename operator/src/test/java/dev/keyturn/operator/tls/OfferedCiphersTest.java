package dev.keyturn.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class OfferedCiphersTest {
  private final SSLContext context;

  OfferedCiphersTest() throws NoSuchAlgorithmException {
    this.context = SSLContext.getDefault();
  }

  @Test
  void chaCha20ComesFirstAndNothingIsLostOrOtherwiseMoved() {
    List<String> platform = List.of(context.getDefaultSSLParameters().getCipherSuites());
    List<String> offered =
        List.of(OfferedCiphers.sorted(new SSLParameters(), context).getCipherSuites());
    assertThat(offered.getFirst()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
    assertThat(offered).containsExactlyInAnyOrderElementsOf(platform);
    assertThat(withoutChaCha20(offered)).isEqualTo(withoutChaCha20(platform));
  }

  private static List<String> withoutChaCha20(List<String> suites) {
    return suites.stream().filter(suite -> !suite.contains("CHACHA20")).toList();
  }

  @Test
  void suitesThatSomebodyChoseStay() {
    String[] chosen = {"TLS_AES_128_GCM_SHA256"};
    SSLParameters parameters = new SSLParameters(chosen);
    assertThat(Arrays.asList(OfferedCiphers.sorted(parameters, context).getCipherSuites()))
        .containsExactly(chosen);
  }
}
