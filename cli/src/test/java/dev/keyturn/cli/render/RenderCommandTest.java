package dev.keyturn.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code render} reads, prints and says. */
class RenderCommandTest {
  private static final String HEAD =
      """
      apiVersion: keyturn.dev/v1alpha1
      kind: SecretSync
      metadata: {name: db, namespace: shop}
      spec:
        secretStoreRef: {name: vault}
      """;
  private static final String CANARY = "kt-canary-41d0";

  @TempDir private Path folder;

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void sync(String rest) throws IOException {
    file("sync.yaml", HEAD + rest.indent(2));
  }

  private Invocation render(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "render";
    all[1] = "-f";
    all[2] = "sync.yaml";
    System.arraycopy(more, 0, all, 3, more.length);
    return Invocation.in(folder, all);
  }

  @Test
  void theSecretIsPrintedAsTheOperatorAppliesIt() throws IOException {
    sync(
        """
        suspend: true
        target:
          name: db-login
          immutable: true
          template:
            type: kubernetes.io/basic-auth
            metadata: {labels: {team: shop}, annotations: {user: '{{ .username }}'}}
            data:
              username: '{{ .username }}'
              password: '{{ .password }}'
              port: '{{ .port }}'
              lines: "a\\nb: {{ .username }}\\n"
              bytes: '{{ b64dec "/wA=" }}'
        dataFrom: [{extract: {key: app/db}}]
        """);
    file("data.yaml", "app/db: {username: yes, password: 007, port: 1.50}\n");
    assertThat(render("--data", "data.yaml"))
        .isEqualTo(
            new Invocation(
                ExitStatus.OK,
                """
                apiVersion: "v1"
                kind: "Secret"
                metadata:
                  name: "db-login"
                  namespace: "shop"
                  labels:
                    keyturn.dev/managed: "true"
                    team: "shop"
                  annotations:
                    user: "yes"
                type: "kubernetes.io/basic-auth"
                immutable: true
                stringData:
                  lines: |
                    a
                    b: yes
                  password: "007"
                  port: "1.50"
                  username: "yes"
                data:
                  bytes: "/wA="
                """,
                ""));
  }

  @Test
  void jsonOfSeveralSyncsIsAList() throws IOException {
    file(
        "sync.yaml",
        """
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretSync
        metadata: {name: one}
        spec: {secretStoreRef: {name: vault}, data: [{secretKey: a, remoteRef: {key: a}}]}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: ClusterSecretSync
        metadata: {name: two}
        spec:
          namespaces: [shop]
          name: pull
          spec:
            secretStoreRef: {name: vault, kind: ClusterSecretStore}
            data: [{secretKey: b, remoteRef: {key: b}}]
        """);
    file("data.json", "{\"a\": \"x\", \"b\": \"y\"}");
    Invocation run = render("--data", "data.json", "-o", "json", "-n", "test");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("\"kind\" : \"List\"", "\"name\" : \"one\"", "\"name\" : \"pull\"")
        .contains("\"namespace\" : \"test\"", "\"a\" : \"x\"", "\"b\" : \"y\"");
  }

  @Test
  void templatesAndThePrefixComeFromTheObjectsBesideTheSync() throws IOException {
    sync(
        """
        dataFrom: [{extract: {key: db}}]
        target:
          template:
            templateFrom: [{configMap: {name: app}}, {secret: {name: app, items: [{key: b}]}}]
        """);
    file(
        "rest.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: app, namespace: shop}
        data: {a: 'a={{ .user }}'}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: app}
        data: {b: e3sgLnVzZXIgfX0h, other: /w==}
        ---
        apiVersion: keyturn.dev/v1alpha1
        kind: SecretStore
        metadata: {name: vault, namespace: shop}
        spec: {keyPrefix: prod/, provider: {fake: {data: []}}}
        """);
    file("data.yaml", "prod/db: {user: me}\n");
    Invocation run = render("-f", "rest.yaml", "--data", "data.yaml");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("stringData:\n  a: \"a=me\"\n  b: \"me!\"\n");
    Invocation without = render("--data", "data.yaml", "--fake");
    assertThat(without.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(without.err())
        .isEqualTo(
            "sync.yaml:4: SecretSync shop/db: TemplateError: What templateFrom names is not"
                + " there: ConfigMap app. Create it; it is watched.\n");
  }

  @Test
  void aFailureNamesTheFileAndThePlaceInTheTemplate() throws IOException {
    sync(
        """
        dataFrom: [{extract: {key: db}}]
        target:
          template:
            data:
              ok: x
              config.ini: |
                [db]
                password = {{ .pasword }}
        """);
    file("data.yaml", "db: {password: " + CANARY + "}\n");
    Invocation run = render("--data", "data.yaml");
    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "sync.yaml:11: SecretSync shop/db: TemplateError: The template does not render:"
                + " config.ini:2:15: template \"pasword\" reads a key that is not there. Correct"
                + " the template.\n");
  }

  @Test
  void fakeValuesNameTheKeyThatTheyStandFor() throws IOException {
    sync(
        """
        data:
          - {secretKey: password, remoteRef: {key: db, property: login.password}}
          - {secretKey: token, remoteRef: {key: token, decodingStrategy: Base64}}
          - {secretKey: tag, remoteRef: {key: token, property: owner, metadataPolicy: Fetch}}
          - {secretKey: given, remoteRef: {key: given}}
        dataFrom:
          - extract: {key: whole}
          - find: {path: folder}
        generate: [{secretKey: made, remoteRef: {key: made}, generator: {password: {}}}]
        target:
          template:
            mergePolicy: Merge
            data: {url: 'x://{{ .host }}:{{ .password }}@{{ .folder_name }}'}
        """);
    file("data.yaml", "given: mine\n");
    Invocation run = render("--fake", "--data", "data.yaml");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .endsWith(
            """
            stringData:
              folder_host: "fake-host"
              folder_name: "fake-folder_name"
              given: "mine"
              host: "fake-host"
              made: "fake-made"
              password: "fake-password"
              tag: "fake-tag"
              token: "fake-token"
              url: "x://fake-host:fake-password@fake-folder_name"
            """);
  }

  @Test
  void whatABackendMakesForOneSyncStandsUnderItsPath() throws IOException {
    sync(
        """
        dataFrom: [{dynamic: {path: database/creds/app}}]
        target: {template: {data: {login: '{{ .username }}:{{ .password }}'}}}
        """);
    assertThat(render("--fake").out()).endsWith("login: \"fake-username:fake-password\"\n");
    file("data.yaml", "database/creds/app: {username: v-app, password: p}\n");
    assertThat(render("--data", "data.yaml").out()).endsWith("login: \"v-app:p\"\n");
  }

  @Test
  void aValueThatIsNotGivenIsNamed() throws IOException {
    sync("data: [{secretKey: password, remoteRef: {key: db, property: password}}]");
    file("data.yaml", "db: {user: " + CANARY + "}\n");
    Invocation run = render("--data", "data.yaml");
    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(run.err())
        .startsWith("sync.yaml:6: SecretSync shop/db: KeyMissing: ")
        .endsWith("next: give the value in the file of --data, or add --fake\n")
        .doesNotContain(CANARY);
    assertThat(render().status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void theRulesOfTheSpecHoldHereToo() throws IOException {
    sync(
        """
        data: [{secretKey: password, remoteRef: {key: db}}]
        validate: [{secretKey: password, minLength: 20}]
        """);
    assertThat(render("--fake").err()).contains("ValidationFailed");
    sync("data: [{secretKey: a, remoteRef: {key: db}}]\nrefreshInterval: 1s");
    Invocation wrong = render("--fake");
    assertThat(wrong.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(wrong.err()).contains("ConfigInvalid", "spec.refreshInterval");
    sync("data: [{secretKey: a}]");
    Invocation misfit = render("--fake");
    assertThat(misfit.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(misfit.err()).startsWith("sync.yaml:6: KT001 ").contains("remoteRef");
  }

  @Test
  void noMessageQuotesTheDataFile() throws IOException {
    sync("data: [{secretKey: a, remoteRef: {key: a}}]");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "a: 1\nb: [" + CANARY,
                "data.yaml:2: this is no YAML",
                "a: 1\na: " + CANARY,
                "data.yaml:2: a key stands twice",
                "- " + CANARY,
                "data.yaml:1: this is no mapping of remote keys",
                "a: 1\n/../" + CANARY + ": 2",
                "data.yaml:2: this is no key of a backend",
                "a:",
                "data.yaml:1: the key has no value")
            .entrySet()) {
      file("data.yaml", wrong.getKey());
      Invocation run = render("--data", "data.yaml");
      assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(run.err()).contains(wrong.getValue()).doesNotContain(CANARY);
    }
    assertThat(render("--data", "none.yaml").status()).isEqualTo(ExitStatus.USAGE);
    sync("data: " + CANARY);
    Invocation form = render("--fake");
    assertThat(form.status()).isEqualTo(ExitStatus.FINDINGS);
    assertThat(form.err()).contains("sync.yaml:6: KT001").doesNotContain(CANARY);
  }
}
