package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static dev.keyturn.operator.engine.plan.PlanFixture.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetContentTest {
  private final TargetContent content =
      new TargetContent(PlanFixture.MACS, new Templates(Limits.standard()));

  private static SortedMap<String, byte[]> values(String... keyAndText) {
    SortedMap<String, byte[]> values = new TreeMap<>();
    for (int i = 0; i < keyAndText.length; i += 2) {
      values.put(keyAndText[i], keyAndText[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return values;
  }

  private Step assemble(SyncTarget target, SortedMap<String, byte[]> values) {
    SyncSettings settings =
        PlanFixture.settings(spec(target, List.of(PlanFixture.entry("a", "shop", null)), null));
    return content.assemble(
        PlanFixture.ID,
        settings,
        Budget.of(Limits.standard()),
        Map.of(),
        values,
        KeyCount.UNKNOWN,
        List.of());
  }

  private void assertContent(Step step, Map<String, String> texts) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Complete.class,
            complete -> assertThat(PlanFixture.texts(complete.desired().data())).isEqualTo(texts));
  }

  private void assertProblem(Step step, ErrorClass kind, Detail detail) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Failed.class,
            failed -> {
              assertThat(failed.why().kind()).isEqualTo(kind);
              assertThat(failed.why().detail()).isEqualTo(detail);
            });
  }

  @Test
  void withoutATemplateTheValuesAreTheContent() {
    assertContent(assemble(target(null, null), values("a", "1")), Map.of("a", "1"));
  }

  @Test
  void replaceKeepsTheTemplatesKeysAlone() {
    SortedMap<String, byte[]> selected = values("user", "u", "password", "p&w");
    SyncTarget target = target(null, null, "url", "pg://{{ .user }}:{{ .password | urlquery }}@db");
    assertContent(assemble(target, selected), Map.of("url", "pg://u:p%26w@db"));
    assertThat(selected.values()).allSatisfy(value -> assertThat(value).containsOnly(0));
  }

  @Test
  void mergePutsTheTemplatesKeysOverTheSelectedOnes() {
    SortedMap<String, byte[]> selected = values("user", "u", "password", "p");
    byte[] replaced = selected.get("user");
    SyncTarget target = target(null, "Merge", "user", "{{ .user }}@db");
    assertContent(assemble(target, selected), Map.of("user", "u@db", "password", "p"));
    assertThat(replaced).containsOnly(0);
  }

  @Test
  void oneFailingTemplateWipesAllThatWasMade() {
    SortedMap<String, byte[]> selected = values("user", "u");
    SyncTarget target = target(null, null, "a", "{{ .user }}", "b", "{{ .absent }}");
    assertProblem(assemble(target, selected), ErrorClass.TemplateError, Detail.NONE);
    assertThat(selected.values()).allSatisfy(value -> assertThat(value).containsOnly(0));
  }

  @Test
  void aTemplateThatDoesNotParseIsATemplateError() {
    assertProblem(
        assemble(target(null, null, "a", "{{ .user"), values("user", "u")),
        ErrorClass.TemplateError,
        Detail.NONE);
  }

  @Test
  void aKeyThatKubernetesRefusesIsNamed() {
    SortedMap<String, byte[]> selected = values("a/b", "pencil");
    assertThat(assemble(target(null, null), selected))
        .isEqualTo(
            new Step.Failed(
                Problem.of(ErrorClass.TargetInvalid, Detail.KEY, "a/b"), KeyCount.UNKNOWN));
    assertThat(selected.get("a/b")).containsOnly(0);
  }

  @Test
  void theLargestSecretIsOneMebibyte() {
    SortedMap<String, byte[]> most = new TreeMap<>(Map.of("a", new byte[1_048_576]));
    assertThat(assemble(target(null, null), most)).isInstanceOf(Step.Complete.class);
    SortedMap<String, byte[]> more =
        new TreeMap<>(Map.of("a", new byte[1_048_576], "b", new byte[1]));
    assertProblem(assemble(target(null, null), more), ErrorClass.TargetTooLarge, Detail.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "kubernetes.io/tls              | -                 | -                       | TLS_PAIR",
        "kubernetes.io/tls              | tls.crt           | no certificate          | TLS_PAIR",
        "kubernetes.io/dockerconfigjson | .dockerconfigjson | {\"auths\":{\"a\":{}}}  | -",
        "kubernetes.io/dockerconfigjson | .dockerconfigjson | no json                 | KEY",
        "kubernetes.io/dockerconfigjson | config.json       | {\"auths\":{\"a\":{}}}  | KEY",
        "kubernetes.io/dockercfg        | .dockercfg        | {\"https://a/\":{}}     | -",
        "kubernetes.io/dockercfg        | .dockercfg        | [1]                     | KEY",
        "kubernetes.io/basic-auth       | username          | u                       | -",
        "kubernetes.io/basic-auth       | password          | p                       | -",
        "kubernetes.io/basic-auth       | user              | u                       | KEY",
        "kubernetes.io/ssh-auth         | ssh-privatekey    | k                       | -",
        "kubernetes.io/ssh-auth         | key               | k                       | KEY",
        "Opaque                         | anything          | v                       | -"
      })
  void typedSecretsHaveWhatKubernetesDemands(
      String type, String key, String text, Detail expected) {
    SortedMap<String, byte[]> selected = key == null ? values() : values(key, text);
    Step step = assemble(target(type, null), selected);
    if (expected == null) {
      assertThat(step).isInstanceOf(Step.Complete.class);
    } else {
      assertProblem(step, ErrorClass.TargetInvalid, expected);
    }
  }

  @Test
  void checkingATypeLeavesTheValueAsItIs() {
    String text = "{\"auths\":{\"a\":{\"password\":\"pencil\"}}}";
    assertContent(
        assemble(target("kubernetes.io/dockerconfigjson", null), values(".dockerconfigjson", text)),
        Map.of(".dockerconfigjson", text));
  }

  @Test
  void theDesiredTargetIsWipedOnDemandAndPrintsItsKeysAlone() {
    Step.Complete complete =
        (Step.Complete) assemble(target(null, null), values("password", "pencil"));
    byte[] value = complete.desired().data().get("password");
    assertThat(complete.toString()).contains("password").doesNotContain("pencil");
    complete.desired().wipe();
    assertThat(value).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "leaf.key, true",
    "leaf-sec1.key, true",
    "rsa.key, false",
    "rsa-pkcs1.key, false",
    "ed.key, false",
    "leaf.pem, false",
    "leaf.pub, false"
  })
  void aKeyInAnyFormHasToBeThatOfTheCertificate(String key, boolean fits) throws IOException {
    assertPair(key(key), fits);
  }

  @Test
  void anotherKeyOfTheSameKindIsRefused() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    PrivateKeyInfo other =
        PrivateKeyInfo.getInstance(generator.generateKeyPair().getPrivate().getEncoded());
    ECPrivateKey inside = ECPrivateKey.getInstance(other.parsePrivateKey());
    byte[] sec1 =
        new ECPrivateKey(256, inside.getKey(), other.getPrivateKeyAlgorithm().getParameters())
            .getEncoded();
    assertPair(pem("EC PRIVATE KEY", "", sec1), false);
    assertPair(pem("PRIVATE KEY", "", other.getEncoded()), false);
  }

  @Test
  void anEncryptedKeyIsLetThroughSinceNobodyHereCanTell() throws IOException {
    byte[] anything = {1, 2, 3};
    assertPair(pem("ENCRYPTED PRIVATE KEY", "", anything), true);
    assertPair(pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\n", anything), true);
    assertPair(pem("RSA PRIVATE KEY", "Comment: none\n\n", anything), false);
    assertPair(pem("RSA PRIVATE KEY", "", anything), false);
  }

  private void assertPair(String key, boolean fits) throws IOException {
    Step step =
        assemble(
            target("kubernetes.io/tls", null), values("tls.crt", key("leaf.pem"), "tls.key", key));
    if (fits) {
      assertThat(step).isInstanceOf(Step.Complete.class);
    } else {
      assertProblem(step, ErrorClass.TargetInvalid, Detail.TLS_PAIR);
    }
  }

  private static String pem(String type, String headers, byte[] content) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + headers
        + Base64.getEncoder().encodeToString(content)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static String key(String name) throws IOException {
    try (var stream =
        TargetContentTest.class.getResourceAsStream("/template/certificates/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
