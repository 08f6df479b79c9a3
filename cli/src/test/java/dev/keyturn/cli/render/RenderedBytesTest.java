package dev.keyturn.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.cli.RunningOperator;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.runtime.StartException;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What {@code render} prints is what the operator writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenderedBytesTest {
  private static final Path ROOT = Path.of(System.getProperty("keyturn.root", ".."));
  private static final Path TEMPLATES = ROOT.resolve("operator/src/test/resources/template");
  private static final Path EXAMPLE = ROOT.resolve("examples/08-template-dockerconfig");
  private static final String NAMESPACE = "demo";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder = ROOT;
  private RunningOperator operator;

  @BeforeAll
  void start(@TempDir Path shared) throws IOException, StartException {
    folder = shared;
    operator = RunningOperator.start(folder, EXAMPLE.toRealPath(), NAMESPACE);
    Files.copy(TEMPLATES.resolve("values.yaml"), folder.resolve("values.yaml"));
    Files.writeString(
        folder.resolve("data.json"),
        JSON.writeValueAsString(Map.of("values", yaml("values.yaml"))),
        StandardCharsets.UTF_8);
    operator
        .cluster()
        .apply(
            JSON.writeValueAsString(
                object(
                    "SecretStore",
                    "values",
                    Map.of(
                        "provider",
                        Map.of(
                            "fake",
                            Map.of(
                                "data",
                                List.of(
                                    Map.of(
                                        "key",
                                        "values",
                                        "value",
                                        JSON.writeValueAsString(yaml("values.yaml"))))))))));
  }

  @AfterAll
  void stop() {
    operator.close();
  }

  @Proves("P030")
  @Test
  void everyTemplateOfTheOperatorsTestsGivesTheSameBytes() throws IOException {
    String prelude = Files.readString(TEMPLATES.resolve("prelude.tpl"));
    Map<String, Map<String, String>> syncs = new TreeMap<>();
    Map<String, String> helm = yaml("helm-cases.yaml");
    helm.forEach((function, cases) -> {
      Map<String, String> templates =
          syncs.computeIfAbsent("helm-" + syncs.size(), name -> new TreeMap<>());
      cases
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> templates.put("case-" + templates.size(), prelude + line));
    });
    List<Map<String, String>> written = yaml("written-cases.yaml");
    Map<String, String> templates = new TreeMap<>();
    written.stream()
        .filter(it -> it.containsKey("is"))
        .forEach(it ->
            templates.put("case-" + templates.size(), Objects.requireNonNull(it.get("template"))));
    syncs.put("written", templates);
    for (Map.Entry<String, Map<String, String>> sync : syncs.entrySet()) {
      String manifest = sync(sync.getKey(), sync.getValue());
      Files.writeString(folder.resolve(sync.getKey() + ".json"), manifest);
      operator.cluster().apply(manifest);
    }
    for (String name : syncs.keySet()) {
      Invocation yaml =
          Invocation.in(folder, "render", "-f", name + ".json", "--data", "data.json");
      assertThat(yaml.err()).as(name).isEmpty();
      assertSame(new Yaml().load(yaml.out()));
      Invocation json =
          Invocation.in(
              folder, "render", "-f", name + ".json", "--data", "data.json", "-o", "json");
      assertSame(JSON.readValue(json.out(), Map.class));
    }
  }

  @Test
  void everyFailureIsToldInTheOperatorsWords() throws IOException {
    List<Map<String, String>> written = yaml("written-cases.yaml");
    List<Map<String, String>> failing =
        written.stream().filter(it -> it.containsKey("fails")).toList();
    for (int i = 0; i < failing.size(); i++) {
      String manifest =
          sync("fails-" + i, Map.of("key", Objects.requireNonNull(failing.get(i).get("template"))));
      Files.writeString(folder.resolve("fails-" + i + ".json"), manifest);
      operator.cluster().apply(manifest);
    }
    for (int i = 0; i < failing.size(); i++) {
      String name = "fails-" + i;
      Invocation run = Invocation.in(folder, "render", "-f", name + ".json", "--data", "data.json");
      assertThat(run.status()).as(name).isEqualTo(ExitStatus.FINDINGS);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("key:" + failing.get(i).get("at") + ": ");
      String words = run.err().strip().replaceFirst("^[^ ]+ SecretSync [^ ]+ TemplateError: ", "");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(operator.status(NAMESPACE, name).map(SecretSyncStatus::lastError))
                  .hasValueSatisfying(error -> assertThat(error.message()).startsWith(words)));
    }
  }

  @Test
  void theExampleGivesTheSameBytesWithItsLabelsAndItsConfigMap() throws IOException {
    for (String file : List.of("store.yaml", "config.yaml", "database.yaml", "registry.yaml")) {
      operator.cluster().apply(Files.readString(EXAMPLE.resolve(file)));
    }
    Invocation run =
        Invocation.in(
            EXAMPLE.toRealPath(),
            "render",
            "-f",
            "config.yaml",
            "-f",
            "database.yaml",
            "-f",
            "registry.yaml",
            "--data",
            "secrets.yaml");
    assertThat(run.err()).isEmpty();
    int secrets = 0;
    for (Object secret : new Yaml().loadAll(run.out())) {
      assertSame(JSON.convertValue(secret, Map.class));
      secrets++;
    }
    assertThat(secrets).isEqualTo(3);
  }

  private void assertSame(Map<?, ?> printed) {
    JsonNode shown = JSON.valueToTree(printed);
    String name = shown.at("/metadata/name").textValue();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            operator.cluster().client.secrets().inNamespace(NAMESPACE).withName(name).get()
                != null);
    Secret written =
        operator.cluster().client.secrets().inNamespace(NAMESPACE).withName(name).get();
    Map<String, String> data = new TreeMap<>();
    shown
        .path("stringData")
        .properties()
        .forEach(text -> data.put(text.getKey(), base64(text.getValue().textValue())));
    shown
        .path("data")
        .properties()
        .forEach(bytes -> data.put(bytes.getKey(), bytes.getValue().textValue()));
    assertThat(data).as(name).isEqualTo(written.getData());
    assertThat(shown.path("type").textValue()).isEqualTo(written.getType());
    assertThat(JSON.convertValue(shown.at("/metadata/labels"), Map.class))
        .isEqualTo(written.getMetadata().getLabels());
    assertThat(shown.at("/metadata/namespace").textValue()).isEqualTo(NAMESPACE);
  }

  private static String sync(String name, Map<String, String> templates) throws IOException {
    return JSON.writeValueAsString(
        object(
            "SecretSync",
            name,
            Map.of(
                "secretStoreRef",
                Map.of("name", "values"),
                "dataFrom",
                List.of(Map.of("extract", Map.of("key", "values"))),
                "target",
                Map.of("template", Map.of("data", templates)))));
  }

  private static Map<String, Object> object(String kind, String name, Map<String, ?> spec) {
    return Map.of(
        "apiVersion",
        "keyturn.dev/v1alpha1",
        "kind",
        kind,
        "metadata",
        Map.of("name", name, "namespace", NAMESPACE),
        "spec",
        spec);
  }

  private static <T> T yaml(String file) throws IOException {
    return new Yaml().load(Files.readString(TEMPLATES.resolve(file)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
