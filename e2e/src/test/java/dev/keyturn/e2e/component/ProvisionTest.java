package dev.keyturn.e2e.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.e2e.component.Availability.Found;
import dev.keyturn.e2e.component.Availability.Missing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void nothingToBuildWith() throws IOException {
    environment.put("PATH", folder.resolve("path") + ":/usr/bin:/bin");
    environment.put("KEYTURN_CACHE_HOME", folder.resolve("cache").toString());
    Files.createDirectories(folder.resolve("scripts"));
    Files.writeString(folder.resolve("scripts/versions"), "etcd=9.9.9\n");
    program(folder.resolve("scripts/build.sh"), "echo no tools here; exit 3");
  }

  @Test
  void ownVariableComesFirst() throws IOException {
    Path own = program(folder.resolve("mine"), "");
    program(folder.resolve("path/etcd"), "echo etcd Version: 3.6.8");
    environment.put("KEYTURN_ETCD", own.toString());

    assertThat(provision().locate(Component.ETCD))
        .isEqualTo(new Found(own, "named by KEYTURN_ETCD"));
  }

  @Test
  void ownVariableThatNamesNothingIsNotReplacedByAnotherProgram() throws IOException {
    program(folder.resolve("path/etcd"), "echo etcd Version: 3.6.8");
    environment.put("KEYTURN_ETCD", folder.resolve("absent").toString());

    assertThat(provision().locate(Component.ETCD)).isInstanceOf(Missing.class);
  }

  @Test
  void kubebuilderAssetsComeBeforePath() throws IOException {
    Path assets = program(folder.resolve("assets/etcd"), "echo etcd Version: 3.5.1");
    program(folder.resolve("path/etcd"), "echo etcd Version: 3.6.8");
    environment.put("KUBEBUILDER_ASSETS", folder.resolve("assets").toString());

    assertThat(provision().program(Component.ETCD)).isEqualTo(assets);
  }

  @Test
  void programOnPathThatIsTooOldIsPassedOver() throws IOException {
    program(folder.resolve("path/etcd"), "echo etcd Version: 3.4.23");
    Path cached = inCache();

    assertThat(provision().locate(Component.ETCD))
        .isEqualTo(new Found(cached, "found in the cache"));
  }

  @Test
  void scriptFillsTheCache() throws IOException {
    Path cached = cacheEntry();
    program(
        folder.resolve("scripts/build.sh"),
        "mkdir -p %s; cp /bin/true %s".formatted(cached.getParent(), cached));

    assertThat(provision().locate(Component.ETCD))
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.program()).isEqualTo(cached);
              assertThat(found.origin()).startsWith("built in ");
            });
  }

  @Test
  void missingComponentIsSearchedOnceAndOneLineSaysWhatToInstall() {
    Provision provision = provision();

    assertThat(provision.locate(Component.ETCD)).isInstanceOf(Missing.class);
    assertThat(provision.locate(Component.ETCD)).isInstanceOf(Missing.class);

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("etcd SKIPPED", "no tools here", "install Go", "KEYTURN_ETCD=/path");
    assertThatThrownBy(() -> provision.program(Component.ETCD))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void modeIsReadFromItsVariableAndNonsenseIsRefused() {
    assertThat(EndToEndMode.of(Map.of())).isEqualTo(EndToEndMode.WHERE_AVAILABLE);
    assertThat(EndToEndMode.of(Map.of("KEYTURN_E2E", "off"))).isEqualTo(EndToEndMode.OFF);
    assertThat(EndToEndMode.of(Map.of("KEYTURN_E2E", "required"))).isEqualTo(EndToEndMode.REQUIRED);
    assertThatThrownBy(() -> EndToEndMode.of(Map.of("KEYTURN_E2E", "yes")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void skippedSuitesAreCountedInTheFileAndNamedOnTheStream() throws IOException {
    Path file = folder.resolve("target/skipped-suites.txt");
    try (SkippedSuites skipped = new SkippedSuites(file, stream())) {
      skipped.add("VaultTest", "vault: no Go");
    }
    assertThat(Files.readAllLines(file))
        .containsExactly("skipped suites: 1", "VaultTest: vault: no Go");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("VaultTest: vault: no Go");
  }

  @Test
  void noSkippedSuiteIsWrittenAsZeroAndPrintsNothing() throws IOException {
    Path file = folder.resolve("target/skipped-suites.txt");
    new SkippedSuites(file, stream()).close();
    assertThat(Files.readAllLines(file)).containsExactly("skipped suites: 0");
    assertThat(printed.size()).isZero();
  }

  private Provision provision() {
    return new Provision(environment, folder.resolve("scripts"), stream());
  }

  private PrintStream stream() {
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }

  private Path inCache() throws IOException {
    return program(cacheEntry(), "");
  }

  private Path cacheEntry() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    return folder.resolve("cache/etcd/9.9.9/" + system + "-" + machine + "/etcd");
  }

  private static Path program(Path file, String shell) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + shell + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
