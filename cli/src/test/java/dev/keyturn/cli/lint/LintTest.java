package dev.keyturn.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
  private static final Path ROOT =
      Path.of(System.getProperty("keyturn.root", "..")).toAbsolutePath().normalize();
  private static final Pattern VARIABLE = Pattern.compile("\\b(PROJECT|CLUSTER|LOCATION)\\b");
  private static final String CANARY = "hunter2-canary";

  @TempDir private Path folder;

  private static String sync(String spec) {
    return """
    apiVersion: keyturn.dev/v1alpha1
    kind: SecretSync
    metadata: {name: db, namespace: shop}
    spec:
      secretStoreRef: {name: vault}
    """
        + spec.indent(2);
  }

  private static final String DATA = "data: [{secretKey: password, remoteRef: {key: shop/db}}]\n";

  private Invocation piped(String manifest, String... flags) {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = "lint";
    arguments[1] = "-";
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return Invocation.in(folder, Map.of(), manifest, arguments);
  }

  private void assertFound(String manifest, int status, String... lines) {
    Invocation run = piped(manifest);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly(lines);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).doesNotContain("hunter2");
  }

  @Test
  void whatTheSchemaDoesNotKnowOrAllow() {
    assertFound(
        sync(DATA + "unheardOf: " + CANARY + "\nrefreshPolicy: " + CANARY + "\nsuspend: " + CANARY),
        ExitStatus.FINDINGS,
        "-:7  KT001 error  spec.unheardOf is not a field of SecretSync",
        "-:8  KT001 error  spec.refreshPolicy is none of CreatedOnce, OnChange, Periodic",
        "-:9  KT001 error  spec.suspend is not of type boolean");
    assertFound(
        sync("data: [{secretKey: password}]"),
        ExitStatus.FINDINGS,
        "-:6  KT001 error  spec.data[0].remoteRef is required");
  }

  @Test
  void anIntervalThatIsTooShort() {
    assertFound(
        sync(DATA + "refreshInterval: 5s"),
        ExitStatus.FINDINGS,
        "-:7  KT003 error  refreshInterval is below 10s");
    assertFound(sync(DATA + "refreshInterval: 10s"), ExitStatus.OK);
  }

  @Test
  void whatTheOperatorRefuses() {
    Invocation run =
        piped(
            sync(
                DATA
                    + """
                    syncWindows:
                      - kind: allow
                        windows:
                          - {schedule: "99 2 * * *", duration: 1h}
                    """));
    assertThat(run.out()).startsWith("-:10  KT002 error  ").contains("schedule");
    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
    run = piped(sync("dataFrom: [{find: {name: {regexp: '['}}}]"));
    assertThat(run.out()).startsWith("-:6  KT002 error  ").contains("find.name.regexp");
  }

  @Test
  void templatesThatDoNotParseOrReadWhatIsNotThere() {
    assertFound(
        sync(
            DATA
                + """
                target:
                  template:
                    data:
                      a: "{{ .pasword }}"
                      b: "{{ nosuch .password }}"
                      c: "{{ .password }}"
                """),
        ExitStatus.FINDINGS,
        "-:10  KT021 warning  template a reads key \"pasword\"; offered: \"password\"",
        "-:11  KT020 error  template b:1:4: nosuch is not a known function");
    assertFound(
        sync(
            """
            dataFrom: [{extract: {key: shop/db}}]
            target: {template: {data: {a: "{{ .anything }}"}}}
            """),
        ExitStatus.OK);
  }

  @Test
  void namesThatAreFoundAnywhere() {
    assertFound(
        sync(
            """
            dataFrom:
            - {find: {name: {regexp: 'db'}}}
            - {find: {name: {regexp: '^db|pay'}}}
            - {find: {name: {regexp: 'costs\\$'}}}
            - {find: {name: {regexp: '(^db$)'}}}
            - {find: {name: {regexp: '^DB_'}}}
            - {find: {name: {regexp: '-key$|^(a|b)|^[|]$'}}}
            - {find: {name: {regexp: '(?i)^db\\|x'}}}
            - {find: {name: {regexp: '\\Adb\\z'}}}
            - {find: {path: shop}}
            """),
        ExitStatus.OK,
        "-:7  KT010 warning  dataFrom[0].find.name.regexp matches anywhere in a name; anchor it"
            + " with ^ or $",
        "-:8  KT010 warning  dataFrom[1].find.name.regexp matches anywhere in a name; anchor it"
            + " with ^ or $",
        "-:9  KT010 warning  dataFrom[2].find.name.regexp matches anywhere in a name; anchor it"
            + " with ^ or $");
  }

  @Test
  void decodingThatGuesses() {
    assertFound(
        sync(
            """
            data:
            - {secretKey: a, remoteRef: {key: a, decodingStrategy: Auto}}
            - {secretKey: b, remoteRef: {key: b, decodingStrategy: Base64}}
            dataFrom:
            - {extract: {key: c, decodingStrategy: Auto}}
            """),
        ExitStatus.OK,
        "-:7  KT011 warning  data[0] decodes any value that happens to be valid Base64",
        "-:10  KT011 warning  dataFrom[0] decodes any value that happens to be valid Base64");
  }

  @Test
  void generatedValuesThatAreEasierToGuessThanTheyCouldBe() {
    String generate =
        """
        generate:
        - {secretKey: short, generator: {password: {length: 21}}, remoteRef: {key: a}}
        - {secretKey: long, generator: {password: {length: 22}}, remoteRef: {key: b}}
        - secretKey: signs
          generator: {password: {length: 21, symbols: "!#$%&*+-./:;<=>?@^_~"}}
          remoteRef: {key: c}
        - {secretKey: default, generator: {password: {}}, remoteRef: {key: d}}
        - {secretKey: api-key, generator: {uuid: {}}, remoteRef: {key: e}}
        - {secretKey: installation-id, generator: {uuid: {}}, remoteRef: {key: f}}
        """;
    assertFound(
        sync(generate),
        ExitStatus.OK,
        "-:7  KT070 warning  generate[0] makes a password of 125 bits, fewer than 128",
        "-:13  KT071 warning  generate[4] makes api-key an identifier, and it is named like a"
            + " credential");
    Invocation run = piped(sync(generate.replace("length: 21", "length: 16")));
    assertThat(run.out()).contains("KT002").doesNotContain("KT070");
  }

  @Test
  void storesThatAreNotThereOrClosed() {
    String store =
        """
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: other, namespace: shop}
        spec: {provider: {file: {path: /s}}}
        """;
    assertFound(
        sync(DATA) + store,
        ExitStatus.OK,
        "-:5  KT030 warning  SecretStore vault is not among the manifests");
    assertFound(sync(DATA) + store.replace("other", "vault"), ExitStatus.OK);
    assertFound(
        sync(DATA).replace("{name: vault}", "{name: vault, kind: ClusterSecretStore}"),
        ExitStatus.OK,
        "-:5  KT031 warning  no TenantSecretScope among the manifests opens ClusterSecretStore"
            + " vault");
  }

  @Test
  void aDeletionAtTheBackend() {
    String push = sync("push: [{secretKey: a, remoteRef: {key: shop/a}, deletionPolicy: Delete}]");
    assertFound(
        push,
        ExitStatus.OK,
        "-:6  KT040 warning  push[0] deletes the secret at the backend together with this object");
    assertThat(piped(push, "--strict").status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(piped(push, "--strict", "--rule", "KT001,KT003").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void credentialsInTheManifestAreNamedAndNeverPrinted() {
    assertFound(
        sync(
            DATA
                + """
                target:
                  template:
                    data:
                      password: hunter2-canary
                      url: "postgres://app:hunter2-canary@db/x"
                """),
        ExitStatus.FINDINGS,
        "-:10  KT050 error  /spec/target/template/data/password is a text of its own, no template",
        "-:11  KT050 error  /spec/target/template/data/url looks like a credential");
    assertFound(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: db}
        stringData: {password: hunter2-canary}
        """,
        ExitStatus.OK,
        "-:4  KT051 warning  Secret db holds its values here");
  }

  /** The second half is SeedSamplesTest, with the same manifests on a real server. */
  @Test
  @Proves("F026")
  void aPolicyForThePepperIsWarnedOf() throws IOException {
    Path auth = ROOT.resolve("examples/21-seed-samples/auth.yaml");
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: RotationPolicy
        metadata: {name: pepper, namespace: demo}
        spec:
          target:
            secretStoreRef: {name: backend}
            key: app/integrations/pepper
        """);
    Invocation run = Invocation.in(folder, "lint", "policy.yaml", auth.toString());
    assertThat(run.out())
        .isEqualTo(
            """
            policy.yaml:2  KT004 note  RotationPolicy has no schema yet; it is not checked
            policy.yaml:7  KT060 warning  SecretSync auth-pepper reads this key and is marked keyturn.dev/never-rotate
            """);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    String other = Files.readString(folder.resolve("policy.yaml")).replace("pepper", "other");
    Files.writeString(folder.resolve("policy.yaml"), other);
    assertThat(Invocation.in(folder, "lint", "policy.yaml", auth.toString()).out())
        .doesNotContain("KT060");
  }

  /** Each folder by itself, as it is applied, with something in place of the variables. */
  @Test
  void theExamplesAreClean() throws IOException {
    Path examples = ROOT.resolve("examples");
    try (Stream<Path> all = Files.walk(examples)) {
      for (Path file : all.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        Path copy = folder.resolve(examples.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.writeString(copy, VARIABLE.matcher(Files.readString(file)).replaceAll("filled"));
      }
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(folder)) {
      folders = all.sorted().toList();
    }
    assertThat(folders).hasSizeGreaterThan(10);
    for (Path example : folders) {
      Invocation run = Invocation.in(folder, "lint", "--strict", example.toString());
      assertThat(run.out() + run.err()).as(example.toString()).isEmpty();
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void machinesReadJsonAndSarif() throws IOException {
    Files.writeString(folder.resolve("bad.yaml"), sync(DATA + "refreshInterval: 5s"));
    ObjectMapper json = new ObjectMapper();
    JsonNode list = json.readTree(Invocation.in(folder, "lint", "-o", "json", ".").out());
    assertThat(list.toString())
        .isEqualTo(
            "[{\"file\":\"bad.yaml\",\"line\":7,\"rule\":\"KT003\",\"level\":\"error\","
                + "\"text\":\"refreshInterval is below 10s\",\"fix\":\"Use 10s or more.\"}]");
    JsonNode run =
        json.readTree(Invocation.in(folder, "lint", "-o", "sarif", "bad.yaml").out()).at("/runs/0");
    JsonNode result = run.at("/results/0");
    assertThat(result.path("ruleId").asText()).isEqualTo("KT003");
    assertThat(run.at("/tool/driver/rules").path(result.path("ruleIndex").asInt()).path("id"))
        .isEqualTo(result.path("ruleId"));
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("bad.yaml");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(7);
  }

  @Test
  void aFileThatIsNotThereAndARuleThatIsNone() {
    assertThat(Invocation.in(folder, "lint", "absent.yaml").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(piped(sync(DATA), "--rule", "KT999").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(Invocation.in(folder, "lint").status()).isEqualTo(ExitStatus.USAGE);
  }
}
