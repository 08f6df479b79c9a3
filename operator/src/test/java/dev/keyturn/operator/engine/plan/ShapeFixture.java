package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.FindName;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncFallback;
import dev.keyturn.crds.v1alpha1.SyncFind;
import dev.keyturn.crds.v1alpha1.SyncRewrite;
import dev.keyturn.crds.v1alpha1.SyncRule;
import dev.keyturn.operator.engine.select.SecretTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Specs that find and shape, and a backend that answers a plan to its end. */
final class ShapeFixture {
  final Map<String, List<String>> folders = new HashMap<>();
  final Map<String, ReadResult> values = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  ListResult.TagFilter tagFilter = ListResult.TagFilter.BY_VALUE;
  boolean listsUnchanged;
  @Nullable ListResult listAnswer;

  ShapeFixture folder(String folder, String... names) {
    folders.put(folder, List.of(names));
    return this;
  }

  ShapeFixture value(String key, String text) {
    return value(key, text, Map.of());
  }

  ShapeFixture value(String key, String text, Map<String, String> tags) {
    values.put(
        key,
        new ReadResult.Value(
            SecretTree.parse(text.getBytes(StandardCharsets.UTF_8)), Optional.of("1"), tags));
    return this;
  }

  ShapeFixture answer(String key, ReadResult result) {
    values.put(key, result);
    return this;
  }

  /** Walks the plan to its end. */
  Step walk(World world) {
    Observed observed = world.observed();
    Map<ReadRequest, ReadResult> reads = new HashMap<>();
    Map<ListRequest, ListResult> lists = new HashMap<>();
    for (int round = 0; round < 64; round++) {
      Step step = PlanFixture.plan().next(observed, new Knowledge(reads, lists));
      if (!(step instanceof Step.Need need)) {
        return step;
      }
      assertThat(need.reads().size() + need.lists().size()).isPositive();
      for (ListRequest request : need.lists()) {
        String folder = request.granted().folder().toString();
        asked.add("list " + request.store().name() + " " + folder);
        lists.put(
            request,
            listAnswer != null
                ? listAnswer
                : new ListResult.Names(
                    folders.getOrDefault(folder, List.of()), listsUnchanged, tagFilter));
      }
      for (ReadRequest request : need.reads()) {
        asked.add(
            (need.confirm() ? "confirm " : "read ") + request.store().name() + " " + request.key());
        reads.put(
            request,
            values.getOrDefault(
                request.key(),
                values.getOrDefault(
                    request.store().name() + ":" + request.key(),
                    new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE))));
      }
    }
    throw new AssertionError("a plan that always needs more");
  }

  /** The data of a target, as text. */
  static Map<String, String> data(Step step) {
    assertThat(step).isInstanceOf(Step.Complete.class);
    return new TreeMap<>(PlanFixture.texts(((Step.Complete) step).desired().data()));
  }

  static Problem problem(Step step) {
    assertThat(step).isInstanceOf(Step.Failed.class);
    return ((Step.Failed) step).why();
  }

  static SecretSyncSpec spec(SyncDataFrom... dataFrom) {
    return PlanFixture.spec(null, null, List.of(dataFrom));
  }

  static SyncDataFrom find(
      @Nullable String path,
      @Nullable String regexp,
      @Nullable Map<String, String> tags,
      SyncRewrite... rewrites) {
    return new SyncDataFrom(
        null,
        null,
        new SyncFind(path, regexp == null ? null : new FindName(regexp), tags),
        rewrites.length == 0 ? null : List.of(rewrites),
        null,
        null,
        null);
  }

  static SyncDataFrom extract(String key, SyncRewrite... rewrites) {
    return new SyncDataFrom(
        PlanFixture.reference(key, null, null, null),
        null,
        null,
        rewrites.length == 0 ? null : List.of(rewrites),
        null,
        null,
        null);
  }

  static SecretSyncSpec with(
      SecretSyncSpec spec,
      @Nullable List<SyncFallback> fallback,
      @Nullable List<SyncRule> validate) {
    return new SecretSyncSpec(
        spec.secretStoreRef(),
        spec.refreshInterval(),
        spec.maxStaleness(),
        spec.suspend(),
        spec.target(),
        spec.data(),
        spec.dataFrom(),
        spec.restart(),
        fallback,
        validate,
        spec.refreshPolicy(),
        spec.syncWindows(),
        spec.generate(),
        spec.push());
  }

  static SyncFallback fallback(String store) {
    return new SyncFallback(new StoreReference(store, null));
  }
}
