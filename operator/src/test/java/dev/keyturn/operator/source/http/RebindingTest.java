package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.proof.Proves;
import java.io.File;
import java.net.URISyntaxException;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebindingTest {

  @Proves("N22")
  @Test
  void aNameThatChangesBetweenCheckAndConnectionIsNotConnectedTo(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(InetAddressResolverProvider.class.getName()),
        RebindingNames.class.getName());
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                    File.pathSeparator,
                    folder.toString(),
                    place(BackendHttp.class).toString(),
                    place(RebindingProbe.class).toString()),
                RebindingProbe.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(probe.getInputStream().readAllBytes(), UTF_8);

    assertThat(probe.waitFor()).isZero();
    // The second line shows that the name does lead to the server where that is allowed;
    // the JDK tries a failed connection twice.
    assertThat(printed.lines()).containsExactly("Unavailable 0", "TlsError 2");
  }

  @Test
  void theJvmFindsTheGuardedResolver() {
    assertThat(ServiceLoader.load(InetAddressResolverProvider.class))
        .hasAtLeastOneElementOfType(GuardedResolverProvider.class);
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
