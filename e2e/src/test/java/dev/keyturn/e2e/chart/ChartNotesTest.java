package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm tells the person after an install: the next command, and what is risky. */
final class ChartNotesTest {
  @Test
  void safeInstallIsToldTheNextCommandAndNotWarned(@TempDir Path folder) throws IOException {
    assertThat(notes(folder, "namespaces: [{name: shop}]"))
        .contains("kubectl get sst,ssy -A")
        .doesNotContain("WARNING")
        .doesNotContain("NOTE:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                   | no namespace is enrolled",
        "rbac: {mode: cluster}                | can read and write every Secret of this cluster",
        "rbac: {mode: namespaced}             | ClusterSecretStore and TenantSecretScope are off",
        "demo: {enabled: true}                | providers file and fake are allowed",
        "demo: {enabled: true}                | kubectl wait ssy/hello -n keyturn-system",
        "endpoints: {allow: [\"http://v:82\"]} | plain http to http://v:82",
        "crds: {keep: false}                  | deletes the CRDs, every Keyturn object",
        "networkPolicy: {enabled: false}      | nothing but endpoints.allow limits",
        "replicas: 1                          | with one replica nothing syncs",
      })
  void notesSayWhatTheValuesMean(String values, String sentence, @TempDir Path folder)
      throws IOException {
    assertThat(notes(folder, values)).contains(sentence);
  }

  private static String notes(Path folder, String values) throws IOException {
    String output =
        new Helm(ProjectFiles.operatorChart())
            .install()
            .clientOnly()
            .dryRun()
            .withKubeVersion("1.30.0")
            .withName("keyturn")
            .withNamespace(Render.NAMESPACE)
            .withValuesFile(Files.writeString(folder.resolve("values.yaml"), values))
            .call()
            .getOutput();
    assertThat(output).contains("NOTES:");
    return output.substring(output.indexOf("NOTES:"));
  }
}
