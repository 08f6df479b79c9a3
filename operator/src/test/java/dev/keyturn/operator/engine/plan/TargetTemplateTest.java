package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.crds.v1alpha1.TemplateMetadata;
import dev.keyturn.crds.v1alpha1.TemplateSource;
import dev.keyturn.crds.v1alpha1.TemplateSourceItem;
import dev.keyturn.crds.v1alpha1.TemplateSourceObject;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template says besides {@code data}: files, other sources, labels and annotations. */
class TargetTemplateTest {
  private final TargetContent content =
      new TargetContent(PlanFixture.MACS, new Templates(Limits.standard()));

  private static SortedMap<String, byte[]> values(String... keyAndText) {
    SortedMap<String, byte[]> values = new TreeMap<>();
    for (int i = 0; i < keyAndText.length; i += 2) {
      values.put(keyAndText[i], keyAndText[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return values;
  }

  private static TargetTemplate files(Map<String, String> files) {
    return new TargetTemplate(null, null, null, null, null, files);
  }

  private static TargetTemplate from(TemplateSource... sources) {
    return new TargetTemplate(null, null, null, null, List.of(sources), null);
  }

  private static TargetTemplate metadata(
      @Nullable Map<String, String> labels, @Nullable Map<String, String> annotations) {
    return new TargetTemplate(
        null, null, null, new TemplateMetadata(labels, annotations), null, null);
  }

  private static TemplateSource configMap(String name, String... items) {
    return new TemplateSource(object(name, items), null, null);
  }

  private static TemplateSource secret(String name, String... items) {
    return new TemplateSource(null, object(name, items), null);
  }

  private static TemplateSource literal(String text) {
    return new TemplateSource(null, null, text);
  }

  private static TemplateSourceObject object(String name, String... items) {
    return new TemplateSourceObject(
        name,
        items.length == 0 ? null : List.of(items).stream().map(TemplateSourceItem::new).toList());
  }

  private static SyncSettings settings(TargetTemplate template) {
    return PlanFixture.settings(
        PlanFixture.spec(
            new SyncTarget(null, null, null, template, null, null),
            List.of(PlanFixture.entry("a", "shop", null)),
            null));
  }

  private Step assemble(
      TargetTemplate template,
      SortedMap<String, byte[]> selected,
      Map<String, Map<String, String>> texts) {
    SyncSettings settings = settings(template);
    Map<TemplateOrigin.Referenced, SortedMap<String, String>> found = new java.util.HashMap<>();
    for (TemplateOrigin.Referenced reference : settings.target().references()) {
      found.put(reference, new TreeMap<>(texts.getOrDefault(reference.name(), Map.of())));
    }
    return content.assemble(
        PlanFixture.ID,
        settings,
        Budget.of(Limits.standard()),
        found,
        selected,
        KeyCount.UNKNOWN,
        List.of());
  }

  private DesiredTarget made(TargetTemplate template, SortedMap<String, byte[]> selected) {
    return made(template, selected, Map.of());
  }

  private DesiredTarget made(
      TargetTemplate template,
      SortedMap<String, byte[]> selected,
      Map<String, Map<String, String>> texts) {
    Step step = assemble(template, selected, texts);
    assertThat(step).isInstanceOf(Step.Complete.class);
    return ((Step.Complete) step).desired();
  }

  private String file(String format, String... keyAndText) {
    DesiredTarget made = made(files(Map.of("app", format)), values(keyAndText));
    assertThat(made.data()).containsOnlyKeys("app");
    return Objects.requireNonNull(PlanFixture.texts(made.data()).get("app"));
  }

  private void assertProblem(Step step, ErrorClass kind, Detail detail, String subject) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Failed.class,
            failed -> {
              assertThat(failed.why().kind()).isEqualTo(kind);
              assertThat(failed.why().detail()).isEqualTo(detail);
              assertThat(failed.why().subject()).contains(subject).doesNotContain("pencil");
            });
  }

  @Test
  void jsonIsOneCompactObjectInTheOrderOfItsKeys() {
    assertThat(file("json", "user", "a\"b", "pass-word", "<é>\n"))
        .isEqualTo("{\"pass-word\":\"\\u003cé\\u003e\\n\",\"user\":\"a\\\"b\"}");
  }

  @Test
  void yamlIsQuotedThroughout() {
    assertThat(file("yaml", "on", "yes", "a", "x: \"y\"\n#é"))
        .isEqualTo("\"a\": \"x: \\\"y\\\"\\n#é\"\n\"on\": \"yes\"\n");
  }

  @Test
  void dotenvIsQuotedAndExpandsNothing() {
    assertThat(file("dotenv", "B", "two words", "A_1", "\"$HOME\" `id` \\ a\nb"))
        .isEqualTo("A_1=\"\\\"\\$HOME\\\" \\`id\\` \\\\ a\\nb\"\nB=\"two words\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "a.b", "1a"})
  void aKeyThatIsNoVariableIsNoLineOfDotenv(String key) {
    assertProblem(
        assemble(files(Map.of("app", "dotenv")), values(key, "pencil"), Map.of()),
        ErrorClass.TemplateError,
        Detail.NONE,
        key);
  }

  @Test
  void propertiesAreWhatJavaReads() throws IOException {
    String text = "  a=b:c#d!e\\f\tg\nh é \u20ac ";
    String file = file("properties", "a.b", text, "k=:", "v");
    assertThat(file)
        .isEqualTo(new String(file.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
    Properties read = new Properties();
    read.load(new StringReader(file));
    assertThat(read).isEqualTo(Map.of("a.b", text, "k=:", "v"));
  }

  @Test
  void bytesThatAreNoTextMakeNoFile() {
    SortedMap<String, byte[]> selected = values();
    selected.put("key", new byte[] {(byte) 0xff});
    assertProblem(
        assemble(files(Map.of("app", "json")), selected, Map.of()),
        ErrorClass.TemplateError,
        Detail.NONE,
        "not UTF-8");
  }

  @Test
  void aFileOverTheBudgetIsRefused() {
    assertProblem(
        assemble(
            files(Map.of("a", "json", "b", "json")), values("a", "x".repeat(600_000)), Map.of()),
        ErrorClass.TemplateError,
        Detail.BUDGET,
        "writes more than allowed");
  }

  @Test
  void aFileAndATemplateOfOneKeyCollide() {
    TargetTemplate both =
        new TargetTemplate(null, null, Map.of("app", "x"), null, null, Map.of("app", "json"));
    SortedMap<String, byte[]> selected = values("user", "u");
    assertProblem(
        assemble(both, selected, Map.of()), ErrorClass.TargetInvalid, Detail.KEY_COLLISION, "app");
    assertThat(selected.get("user")).containsOnly(0);
  }

  @Test
  void mergeKeepsTheSelectedKeysBesideTheFile() {
    TargetTemplate template =
        new TargetTemplate(null, "Merge", null, null, null, Map.of("app", "dotenv"));
    assertThat(PlanFixture.texts(made(template, values("user", "u")).data()))
        .isEqualTo(Map.of("user", "u", "app", "user=\"u\"\n"));
  }

  @Test
  void templatesOfConfigMapsAndSecretsRenderUnderTheirKeys() {
    DesiredTarget made =
        made(
            from(configMap("one"), secret("two", "b")),
            values("user", "u"),
            Map.of("one", Map.of("a", "A {{ .user }}"), "two", Map.of("b", "B {{ .user }}")));
    assertThat(PlanFixture.texts(made.data())).isEqualTo(Map.of("a", "A u", "b", "B u"));
  }

  @Test
  void oneKeyFromTwoPlacesCollides() {
    assertProblem(
        assemble(
            from(configMap("one"), configMap("two")),
            values("user", "u"),
            Map.of("one", Map.of("a", "1"), "two", Map.of("a", "2"))),
        ErrorClass.TargetInvalid,
        Detail.KEY_COLLISION,
        "a");
  }

  @Test
  void aFailingTemplateOfASecretTellsPlaceAndRuleAlone() {
    Step failed =
        assemble(
            from(secret("two")), values("user", "u"), Map.of("two", Map.of("k", "{{ .pencil }}")));
    assertProblem(failed, ErrorClass.TemplateError, Detail.NONE, "k:1:4: template reads a key");
    assertProblem(
        assemble(
            from(secret("two")), values("user", "u"), Map.of("two", Map.of("k", "{{ pencil }}"))),
        ErrorClass.TemplateError,
        Detail.NONE,
        "k:1:4: template is not a known function");
  }

  @Test
  void aLiteralSaysWhatKeysThereAre() {
    String text = "{{ range $k, $v := . }}APP_{{ $k | upper }}: {{ $v | toJson }}\n{{ end }}";
    assertThat(PlanFixture.texts(made(from(literal(text)), values("a", "1", "b", "x: y")).data()))
        .isEqualTo(Map.of("APP_A", "1", "APP_B", "x: y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a", "a: 1", "a: [b]", "a: b: c", "a: null", "just text"})
  void aLiteralIsAMapOfTexts(String text) {
    assertProblem(
        assemble(from(literal(text)), values("user", "u"), Map.of()),
        ErrorClass.TemplateError,
        Detail.NONE,
        "literal:1:1");
  }

  @Test
  void labelsAndAnnotationsAreRendered() {
    DesiredTarget made =
        made(
            metadata(
                Map.of("team", "{{ .user }}", "app.kubernetes.io/name", "shop"),
                Map.of("example.com/url", "db/{{ .user }}")),
            values("user", "u"));
    assertThat(made.labels()).isEqualTo(Map.of("team", "u", "app.kubernetes.io/name", "shop"));
    assertThat(made.annotations()).isEqualTo(Map.of("example.com/url", "db/u"));
    assertThat(PlanFixture.texts(made.data())).isEqualTo(Map.of("user", "u"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes.io/x",
        "node.kubernetes.io/x",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/managed-by",
        "k8s.io/x",
        "a.k8s.io/x",
        "keyturn.dev/managed",
        "keyturn.dev/owner",
        "helm.sh/chart",
        "meta.helm.sh/release-name",
        "argocd.argoproj.io/instance",
        "sealedsecrets.bitnami.com/managed",
        "reflector.v1.k8s.emberstack.com/reflection-allowed",
        "replicator.v1.mittwald.de/replicate-to"
      })
  void aReservedKeyIsRefused(String key) {
    assertProblem(
        assemble(metadata(Map.of(key, "x"), null), values("user", "u"), Map.of()),
        ErrorClass.TargetInvalid,
        Detail.FIELD,
        key);
    assertProblem(
        assemble(metadata(null, Map.of(key, "x")), values("user", "u"), Map.of()),
        ErrorClass.TargetInvalid,
        Detail.FIELD,
        key);
  }

  @Test
  void theLabelByWhichHelmFindsReleasesIsRefusedAfterRendering() {
    assertProblem(
        assemble(metadata(Map.of("owner", "{{ .o }}"), null), values("o", "helm"), Map.of()),
        ErrorClass.TargetInvalid,
        Detail.FIELD,
        "owner");
    assertThat(made(metadata(Map.of("owner", "{{ .o }}"), null), values("o", "me")).labels())
        .isEqualTo(Map.of("owner", "me"));
  }

  @Test
  void aLabelThatKubernetesWouldRefuseIsNamedWithoutItsValue() {
    assertProblem(
        assemble(metadata(Map.of("team", "{{ .o }}"), null), values("o", "pencil case"), Map.of()),
        ErrorClass.TargetInvalid,
        Detail.FIELD,
        "team");
    assertProblem(
        assemble(metadata(null, Map.of("a/b/c", "x")), values("o", "x"), Map.of()),
        ErrorClass.TargetInvalid,
        Detail.FIELD,
        "a/b/c");
  }

  @Test
  void saltedFunctionsChangeNothingOfTheInput() {
    TargetTemplate template =
        new TargetTemplate(null, null, Map.of("hash", "{{ bcrypt .user }}"), null, null, null);
    DesiredTarget one = made(template, values("user", "u"));
    DesiredTarget other = made(template, values("user", "u"));
    assertThat(one.input()).isEqualTo(other.input());
    assertThat(one.data().get("hash")).isNotEqualTo(other.data().get("hash"));
  }

  @Test
  void theTextOfAConfigMapIsPartOfTheInput() {
    TargetTemplate template = from(configMap("one"));
    DesiredTarget before =
        made(template, values("user", "u"), Map.of("one", Map.of("a", "{{ .user }}")));
    DesiredTarget after =
        made(template, values("user", "u"), Map.of("one", Map.of("a", "{{- .user }}")));
    assertThat(before.input()).isNotEqualTo(after.input());
  }

  @Test
  void everyPartOfTheTemplateIsPartOfTheSpecHash() {
    assertThat(
            List.of(
                    files(Map.of("a", "json")),
                    files(Map.of("a", "yaml")),
                    files(Map.of("b", "json")),
                    from(configMap("one")),
                    from(configMap("one", "k")),
                    from(secret("one")),
                    from(literal("one")),
                    metadata(Map.of("a", "b"), null),
                    metadata(null, Map.of("a", "b")))
                .stream()
                .map(template -> SpecText.of(settings(template))))
        .doesNotHaveDuplicates();
  }
}
