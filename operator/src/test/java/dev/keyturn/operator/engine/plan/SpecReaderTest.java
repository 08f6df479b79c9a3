package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.ID;
import static dev.keyturn.operator.engine.plan.PlanFixture.entry;
import static dev.keyturn.operator.engine.plan.PlanFixture.extract;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final List<SyncData> DATA = List.of(entry("a", "shop", null));

  @Test
  @Proves("F004")
  void whatIsNotSaidHasTheDocumentedDefault() {
    SecretSyncSpec spec = PlanFixture.spec(null, null, null, null, DATA, null);
    assertThat(SpecReader.read(ID, spec))
        .isEqualTo(
            new SpecOutcome.Read(
                new SyncSettings(
                    Duration.ofHours(1),
                    Duration.ofMinutes(65),
                    false,
                    "db",
                    CreationPolicy.Owner,
                    DeletionPolicy.Retain,
                    "Opaque",
                    TemplateMergePolicy.Replace,
                    new TreeMap<>(),
                    List.of(
                        new SyncSettings.Entry(
                            "a",
                            new SyncSettings.Remote(
                                "data[0]",
                                "shop",
                                Optional.empty(),
                                Optional.empty(),
                                DecodingStrategy.None,
                                Optional.empty(),
                                ConversionStrategy.Default,
                                false),
                            false)),
                    List.of(),
                    new SyncSettings.Shaping(
                        new StoreIdentity(StoreKind.SecretStore, "vault"), List.of(), List.of()),
                    Optional.empty(),
                    TargetSettings.NONE,
                    new SyncSettings.Schedule(RefreshPolicy.Periodic, SyncWindows.ALWAYS, true),
                    Issues.NONE,
                    new SyncSettings.Outgoing(List.of(), List.of()))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"90s, -, 390", "10s, -, 310", "1d, -, 86700", "1h, 2h, 7200", "1h, 30m, 1800"})
  void maxStalenessIsTheIntervalAndFiveMinutesUnlessItIsSaid(
      String interval, @Nullable String said, long seconds) {
    SecretSyncSpec spec = PlanFixture.spec(interval, said, null, null, DATA, null);
    assertThat(PlanFixture.settings(spec).maxStaleness()).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** Also where the policy of the API server is switched off, and with {@code adopt}. */
  @ParameterizedTest
  @ValueSource(strings = {"keyturn-hmac", "bootstrap-token-abcdef"})
  void aReservedNameIsNoTarget(String name) {
    SecretSyncSpec named = target(new SyncTarget(name, null, null, null, null, true));
    assertThat(SpecReader.read(ID, named))
        .isInstanceOfSatisfying(
            SpecOutcome.Wrong.class,
            wrong -> assertThat(wrong.problem().subject()).startsWith("spec.target.name (" + name));
    SpecOutcome unnamed =
        SpecReader.read(new SyncId("shop", name), from(List.of(entry("a", "shop", null)), null));
    assertThat(unnamed).isInstanceOf(SpecOutcome.Wrong.class);
  }

  static Stream<Arguments> wrongFields() {
    return Stream.of(
        Arguments.of("spec.refreshInterval", times("often", null)),
        Arguments.of("spec.refreshInterval", times("", null)),
        Arguments.of("spec.refreshInterval", times("9s", null)),
        Arguments.of("spec.refreshInterval", times("-1h", null)),
        Arguments.of("spec.refreshInterval", times("1h 5m", null)),
        Arguments.of("spec.maxStaleness", times("1h", "0s")),
        Arguments.of("spec.maxStaleness", times("1h", "5")),
        Arguments.of("spec.data", from(null, null)),
        Arguments.of("spec.data", from(List.of(), List.of())),
        Arguments.of(
            "spec.target.creationPolicy",
            target(new SyncTarget(null, "owner", null, null, null, null))),
        Arguments.of(
            "spec.target.deletionPolicy",
            target(new SyncTarget(null, null, "Remove", null, null, null))),
        Arguments.of(
            "spec.target.template.mergePolicy",
            target(
                new SyncTarget(
                    null,
                    null,
                    null,
                    new TargetTemplate(null, "Add", null, null, null, null),
                    null,
                    null))),
        Arguments.of(
            "spec.data[1].decodingStrategy",
            from(
                List.of(
                    entry("a", "shop", null),
                    PlanFixture.entry("b", PlanFixture.reference("k", null, null, "base64"), null)),
                null)),
        Arguments.of(
            "spec.dataFrom[1].extract.decodingStrategy",
            from(
                null,
                List.of(
                    extract("a"),
                    PlanFixture.extract(PlanFixture.reference("k", null, null, "Hex"))))));
  }

  @ParameterizedTest
  @MethodSource("wrongFields")
  void aWrongFieldIsNamedByItsPath(String field, SecretSyncSpec spec) {
    assertThat(SpecReader.read(ID, spec))
        .isEqualTo(
            new SpecOutcome.Wrong(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, field)));
  }

  private static SecretSyncSpec times(String interval, @Nullable String maxStaleness) {
    return PlanFixture.spec(interval, maxStaleness, null, null, DATA, null);
  }

  private static SecretSyncSpec target(SyncTarget target) {
    return PlanFixture.spec(null, null, null, target, DATA, null);
  }

  private static SecretSyncSpec from(
      @Nullable List<SyncData> data, @Nullable List<SyncDataFrom> dataFrom) {
    return PlanFixture.spec(null, null, null, null, data, dataFrom);
  }
}
