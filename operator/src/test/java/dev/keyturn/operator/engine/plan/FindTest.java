package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.ShapeFixture.data;
import static dev.keyturn.operator.engine.plan.ShapeFixture.find;
import static dev.keyturn.operator.engine.plan.ShapeFixture.problem;
import static dev.keyturn.operator.engine.plan.ShapeFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.ScopeNamespaces;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreGrant;
import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeSpec;
import dev.keyturn.crds.v1alpha1.TenantSecretScopeStatus.BoundNamespace;
import dev.keyturn.operator.engine.tenancy.ScopeView;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a find finds, and what it must not. */
final class FindTest {
  private final ShapeFixture backend =
      new ShapeFixture()
          .folder("shop", "db", "api", "eu/")
          .folder("shop/eu", "db")
          .value("shop/db", "1")
          .value("shop/api", "2")
          .value("shop/eu/db", "3");

  private static ScopeView scope(String... patterns) {
    return ScopeView.of(
        "shop",
        new TenantSecretScopeSpec(
            "shop",
            null,
            new ScopeNamespaces(List.of("shop")),
            List.of(new StoreGrant("ClusterSecretStore", "vault", List.of(patterns), null)),
            null,
            null),
        List.of(new BoundNamespace("shop", "uid-1", true)));
  }

  private static void assertProblem(Step step, ErrorClass kind, Detail detail) {
    assertThat(problem(step))
        .extracting(Problem::kind, Problem::detail)
        .containsExactly(kind, detail);
  }

  @Test
  void everySecretBelowTheFolderBecomesAKeyNamedByItsPath() {
    assertThat(data(backend.walk(new World(spec(find("shop", null, null))))))
        .isEqualTo(Map.of("shop_db", "1", "shop_api", "2", "shop_eu_db", "3"));
    assertThat(backend.asked)
        .containsExactly(
            "list vault shop",
            "list vault shop/eu",
            "read vault shop/api",
            "read vault shop/db",
            "read vault shop/eu/db");
  }

  @Test
  void theNameIsLookedForAnywhereInTheKey() {
    SecretSyncSpec spec = spec(find("shop", "u/d", null));
    assertThat(data(backend.walk(new World(spec)))).isEqualTo(Map.of("shop_eu_db", "3"));
  }

  @Test
  void allTagsMustFit() {
    backend.value("shop/db", "1", Map.of("team", "shop", "tier", "gold"));
    backend.value("shop/api", "2", Map.of("team", "shop"));
    SecretSyncSpec spec = spec(find("shop", null, Map.of("team", "shop", "tier", "gold")));
    assertThat(data(backend.walk(new World(spec)))).isEqualTo(Map.of("shop_db", "1"));
  }

  @Test
  void whereTheListComparesTagsTheValuesNeedNotCarryThem() {
    backend.tagFilter = ListResult.TagFilter.BY_LIST;
    SecretSyncSpec spec = spec(find("shop/eu", null, Map.of("team", "shop")));
    assertThat(data(backend.walk(new World(spec)))).isEqualTo(Map.of("shop_eu_db", "3"));
  }

  @Test
  void tagsOfAStoreWithoutTagsAreAFaultOfTheSpec() {
    backend.tagFilter = ListResult.TagFilter.NONE;
    Step step = backend.walk(new World(spec(find("shop", null, Map.of("team", "shop")))));
    assertProblem(step, ErrorClass.ConfigInvalid, Detail.FIELD);
    assertThat(problem(step).subject()).contains("spec.dataFrom[0].find.tags");
  }

  @Test
  void noHitIsNotFound() {
    assertProblem(
        backend.walk(new World(spec(find("shop", "^never$", null)))),
        ErrorClass.NotFound,
        Detail.NONE);
    assertProblem(
        backend.walk(new World(spec(find("nowhere", null, null)))),
        ErrorClass.NotFound,
        Detail.NONE);
  }

  @Proves("F037")
  @Test
  void oneHitOutsideTheGrantsDeniesAllAndIsNotNamed() {
    World world =
        new World(spec(find("shop", null, null))).clusterStore("").scopes(scope("shop/db"));
    Step step = backend.walk(world);
    assertProblem(step, ErrorClass.ScopeDenied, Detail.PATH);
    assertThat(problem(step).subject()).doesNotContain("api");
    assertThat(backend.asked).noneMatch(asked -> asked.startsWith("read"));
  }

  @Proves("F037")
  @Test
  void foldersThatNoGrantReachesAreNotEvenListed() {
    World world =
        new World(spec(find("shop", "^shop/db$", null))).clusterStore("").scopes(scope("shop/db"));
    assertThat(data(backend.walk(world))).isEqualTo(Map.of("shop_db", "1"));
    assertThat(backend.asked).containsExactly("list vault shop", "read vault shop/db");
  }

  @Test
  void aFolderOutsideTheGrantsIsDeniedWithoutACall() {
    World world =
        new World(spec(find("shop", null, null))).clusterStore("").scopes(scope("other/**"));
    assertProblem(backend.walk(world), ErrorClass.ScopeDenied, Detail.PATH);
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void aListThatFailsFailsAll() {
    backend.listAnswer = new ListResult.Failed(ErrorClass.AccessDenied, Detail.NONE);
    assertProblem(
        backend.walk(new World(spec(find("shop", null, null)))),
        ErrorClass.AccessDenied,
        Detail.NONE);
  }

  @Test
  void aHitThatCannotBeReadFailsAll() {
    backend.answer("shop/api", new ReadResult.Failed(ErrorClass.Unavailable, Detail.NONE));
    assertProblem(
        backend.walk(new World(spec(find("shop", null, null)))),
        ErrorClass.Unavailable,
        Detail.NONE);
  }

  @Test
  void whatWasDeletedSoftlyIsAsGoodAsGone() {
    backend.answer(
        "shop/api", new ReadResult.Failed(ErrorClass.SourceDeleted, Detail.SOFT_DELETED));
    assertThat(data(backend.walk(new World(spec(find("shop", null, null))))))
        .isEqualTo(Map.of("shop_db", "1", "shop_eu_db", "3"));
  }

  @Test
  void moreThanFiveHundredHitsAreRefused() {
    String[] names = IntStream.range(0, 501).mapToObj(i -> "n" + i).toArray(String[]::new);
    backend.folder("many", names);
    assertProblem(
        backend.walk(new World(spec(find("many", null, null)))),
        ErrorClass.ConfigInvalid,
        Detail.FIELD);
  }

  @Test
  void moreThanFiveHundredFoldersAreRefused() {
    String[] names = IntStream.range(0, 500).mapToObj(i -> "f" + i + "/").toArray(String[]::new);
    backend.folder("wide", names);
    for (int i = 0; i < 500; i++) {
      backend.folder("wide/f" + i, "n");
    }
    assertProblem(
        backend.walk(new World(spec(find("wide", null, null)))),
        ErrorClass.ConfigInvalid,
        Detail.FIELD);
  }

  @Test
  void moreThanEightFoldersDeepIsRefused() {
    String folder = "a";
    for (int depth = 0; depth < 9; depth++) {
      backend.folder(folder, "a/");
      folder = folder + "/a";
    }
    assertProblem(
        backend.walk(new World(spec(find("a", null, null)))),
        ErrorClass.ConfigInvalid,
        Detail.FIELD);
  }

  @Test
  void theStoresPrefixIsPutBeforeTheFolderAndNotIntoTheKeys() {
    backend.folder("prod/shop", "db").value("prod/shop/db", "p");
    World world =
        new World(spec(find("shop", null, null)))
            .store(
                new StoreView.Usable(
                    new StoreIdentity(StoreKind.SecretStore, "vault"), "prod/", StoreRules.OPEN));
    assertThat(data(backend.walk(world))).isEqualTo(Map.of("shop_db", "p"));
  }

  @Test
  void twoPathsOfOneKeyCollide() {
    backend
        .folder("x", "a.b", "a b", "a_b")
        .value("x/a b", "1")
        .value("x/a_b", "2")
        .value("x/a.b", "3");
    assertProblem(
        backend.walk(new World(spec(find("x", null, null)))),
        ErrorClass.TargetInvalid,
        Detail.KEY_COLLISION);
  }

  @Test
  void anUnchangedListAndUnchangedValuesAreConfirmed() {
    backend.listsUnchanged = true;
    for (String key : List.of("shop/db", "shop/api", "shop/eu/db")) {
      backend.answer(key, new ReadResult.Unchanged());
    }
    World world = new World(spec(find("shop", null, null))).settled().due();
    assertThat(backend.walk(world)).isEqualTo(new Step.Confirmed());
  }

  @Test
  void aChangedListAsksForEveryValue() {
    World world = new World(spec(find("shop", null, null))).settled().due();
    assertThat(data(backend.walk(world))).hasSize(3);
    assertThat(backend.asked).noneMatch(asked -> asked.startsWith("confirm"));
  }

  @Fault("V31")
  @Test
  void whatNoListNamesAnyMoreIsAskedForAndGoesOnlyWhereItIsGone() {
    backend.value("shop/unlisted", "4");
    World world =
        new World(spec(find("shop", "^shop/", null)))
            .settled()
            .madeFrom("shop/api", "shop/unlisted", "shop/gone", "elsewhere/x")
            .due();
    assertThat(data(backend.walk(world)))
        .isEqualTo(
            Map.of("shop_db", "1", "shop_api", "2", "shop_eu_db", "3", "shop_unlisted", "4"));
    assertThat(backend.asked)
        .contains("read vault shop/unlisted", "read vault shop/gone")
        .doesNotContain("read vault elsewhere/x");
  }

  @Fault("V31")
  @Test
  void anEmptyListIsNoProofThatAllIsGone() {
    backend.folder("shop");
    World world =
        new World(spec(find("shop", null, null))).settled().madeFrom("shop/api", "shop/db").due();
    assertThat(data(backend.walk(world))).isEqualTo(Map.of("shop_db", "1", "shop_api", "2"));
  }

  @Fault("V31")
  @Test
  void aFindIsGoneWhereEachOfItsSecretsIsAndNotWhereItsListIsEmpty() {
    backend.folder("shop");
    World before =
        new World(spec(find("shop", "^shop/", null))).settled().madeFrom("shop/one", "shop/two");
    assertThat(((Step.Failed) backend.walk(before.due())).gone()).isTrue();

    World another = new World(spec(find("shop", "^chop/", null))).settled().madeFrom("shop/one");
    assertThat(((Step.Failed) backend.walk(another.due())).gone()).isFalse();
  }

  /** It may have been given another tag, and is there. */
  @Test
  void aFindWhoseSecretsHaveLostTheirTagsIsNotGone() {
    backend.tagFilter = ListResult.TagFilter.BY_VALUE;
    World tagged = new World(spec(find("shop", null, Map.of("team", "none")))).settled().due();
    Step step = backend.walk(tagged);
    assertThat(problem(step).kind()).isEqualTo(ErrorClass.NotFound);
    assertThat(((Step.Failed) step).gone()).isFalse();
  }

  @Test
  void whatTheTargetWasMadeFromByAnotherNameIsNotFound() {
    backend.value("shop/unlisted", "4");
    World world =
        new World(spec(find("shop", "db$", null))).settled().madeFrom("shop/unlisted").due();
    assertThat(data(backend.walk(world))).doesNotContainKey("shop_unlisted");
    assertThat(backend.asked).doesNotContain("read vault shop/unlisted");
  }

  /** What would take a matcher that backtracks longer than anybody lives. */
  @ParameterizedTest
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "^([a-c]+)*$",
        "^(.*a){25}$",
        "^((a*)*)*$",
        "(a?){30}a{30}b"
      })
  void anExpressionThatBacktracksElsewhereCostsNoMoreThanItsLength(String expression) {
    String name = "a".repeat(200) + "!";
    ShapeFixture names =
        new ShapeFixture().folder("", "db", name).value("db", "1").value(name, "2");
    assertThat(problem(names.walk(new World(spec(find("", expression, null))))).kind())
        .isEqualTo(ErrorClass.NotFound);
  }

  @Test
  void theOrderInWhichABackendListsDoesNotShow() {
    backend.folder("shop", "eu/", "api", "db");
    assertThat(data(backend.walk(new World(spec(find("shop", null, null))))))
        .isEqualTo(Map.of("shop_db", "1", "shop_api", "2", "shop_eu_db", "3"));
    assertThat(backend.asked)
        .containsSubsequence("read vault shop/api", "read vault shop/db", "read vault shop/eu/db");
  }

  @Test
  void anExpressionThatIsNoneIsAFaultOfTheSpec() {
    Step step = backend.walk(new World(spec(find("shop", "(", null))));
    assertThat(problem(step))
        .isEqualTo(
            Problem.of(
                ErrorClass.ConfigInvalid, Detail.FIELD, "spec.dataFrom[0].find.name.regexp"));
  }

  @Test
  void manyLargeHitsEndBeforeTheyFillTheHeap() {
    ShapeFixture large = new ShapeFixture().folder("", "a", "b", "c", "d", "e", "f");
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      large.value(name, "x".repeat(1_000_000));
    }
    assertThat(problem(large.walk(new World(spec(find(null, null, null))))))
        .isEqualTo(
            Problem.of(ErrorClass.TargetTooLarge, Detail.TOO_LARGE, "dataFrom[0].find, key e"));
  }

  private static String[] names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  /** The status tells 550 sources at most, and the next walk has to know every hit. */
  @Test
  void everyHitIsToldWhereThereAreTooManySources() {
    ShapeFixture many = new ShapeFixture().folder("zz", names("hit", 500));
    List<SyncData> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(PlanFixture.entry("k" + i, "a" + i, null));
      many.value("a" + i, "v");
    }
    for (int i = 0; i < 500; i++) {
      many.value("zz/hit" + i, "v");
    }
    SecretSyncSpec spec = PlanFixture.spec(null, entries, List.of(find("zz", null, null)));
    Step step = many.walk(new World(spec));
    assertThat(step).isInstanceOf(Step.Complete.class);
    List<SyncSource> sources = ((Step.Complete) step).sources();
    assertThat(sources).hasSize(550);
    assertThat(sources).filteredOn(it -> it.key().startsWith("zz/")).hasSize(500);
    assertThat(((Step.Complete) many.walk(new World(spec))).sources()).isEqualTo(sources);
  }

  @Test
  void theFindsOfOneSyncHaveTheirLimitTogether() {
    ShapeFixture many =
        new ShapeFixture().folder("x", names("a", 300)).folder("y", names("b", 251));
    SecretSyncSpec spec = spec(find("x", null, null), find("y", null, null));
    assertThat(problem(many.walk(new World(spec))))
        .isEqualTo(
            Problem.of(
                ErrorClass.ConfigInvalid,
                Detail.FIELD,
                "spec.dataFrom[1].find (more than 550 hits of all finds)"));
  }
}
