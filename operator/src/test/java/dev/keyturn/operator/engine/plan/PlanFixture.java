package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SourceReference;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Specs, answers and a plan for the tests of this package. */
final class PlanFixture {
  static final SyncId ID = new SyncId("shop", "db");
  static final Macs MACS = new Macs(MacKey.of(new byte[MacKey.BYTES]));

  private PlanFixture() {}

  static SyncPlan plan() {
    return new SyncPlan(MACS, new Templates(Limits.standard()));
  }

  static SecretSyncSpec spec(SyncData... data) {
    return spec(null, List.of(data), null);
  }

  static SecretSyncSpec spec(
      @Nullable SyncTarget target,
      @Nullable List<SyncData> data,
      @Nullable List<SyncDataFrom> dataFrom) {
    return spec("1h", null, null, target, data, dataFrom);
  }

  /** The one place of the tests that names every field of a spec. */
  static SecretSyncSpec spec(
      @Nullable String interval,
      @Nullable String maxStaleness,
      @Nullable Boolean suspend,
      @Nullable SyncTarget target,
      @Nullable List<SyncData> data,
      @Nullable List<SyncDataFrom> dataFrom) {
    return new SecretSyncSpec(
        new StoreReference("vault", null),
        interval,
        maxStaleness,
        suspend,
        target,
        data,
        dataFrom,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same spec with another policy and windows. */
  static SecretSyncSpec scheduled(
      SecretSyncSpec spec, @Nullable RefreshPolicy policy, @Nullable List<SyncWindow> windows) {
    return new SecretSyncSpec(
        spec.secretStoreRef(),
        spec.refreshInterval(),
        spec.maxStaleness(),
        spec.suspend(),
        spec.target(),
        spec.data(),
        spec.dataFrom(),
        spec.restart(),
        spec.fallback(),
        spec.validate(),
        policy == null ? null : policy.name(),
        windows,
        spec.generate(),
        spec.push());
  }

  static SyncTarget target(@Nullable String type, @Nullable String merge, String... keyAndText) {
    Map<String, String> data = new HashMap<>();
    for (int i = 0; i < keyAndText.length; i += 2) {
      data.put(keyAndText[i], keyAndText[i + 1]);
    }
    return new SyncTarget(
        null,
        null,
        null,
        new TargetTemplate(type, merge, data.isEmpty() ? null : data, null, null, null),
        null,
        null);
  }

  static SyncData entry(String secretKey, String key, @Nullable String property) {
    return entry(secretKey, reference(key, property, null, null), null);
  }

  static SyncData optional(String secretKey, String key, @Nullable String property) {
    return entry(secretKey, reference(key, property, null, null), true);
  }

  static SyncDataFrom extract(String key) {
    return extract(reference(key, null, null, null));
  }

  /** The one place of the tests that names every field of an entry. */
  static SyncData entry(String secretKey, RemoteReference reference, @Nullable Boolean optional) {
    return new SyncData(secretKey, reference, optional, null);
  }

  static SyncData in(StoreReference store, SyncData entry) {
    return new SyncData(
        entry.secretKey(), entry.remoteRef(), entry.optional(), new SourceReference(store));
  }

  static SyncDataFrom extract(RemoteReference reference) {
    return new SyncDataFrom(reference, null, null, null, null, null, null);
  }

  static SyncDataFrom in(StoreReference store, SyncDataFrom entry) {
    return new SyncDataFrom(
        entry.extract(),
        new SourceReference(store),
        entry.find(),
        entry.rewrite(),
        null,
        null,
        null);
  }

  static RemoteReference reference(
      String key, @Nullable String property, @Nullable String version, @Nullable String decoding) {
    return new RemoteReference(key, property, version, decoding, null, null);
  }

  static SyncSettings settings(SecretSyncSpec spec) {
    return ((SpecOutcome.Read) SpecReader.read(ID, spec)).settings();
  }

  static ReadResult value(String text) {
    return new ReadResult.Value(
        SecretTree.parse(text.getBytes(StandardCharsets.UTF_8)), Optional.of("7"), Map.of());
  }

  /** Walks the plan to its end; answers come by key, each made anew. */
  static Step walk(Observed observed, Map<String, String> texts) {
    Map<String, ReadResult> answers = new HashMap<>();
    texts.forEach((key, text) -> answers.put(key, value(text)));
    return answer(observed, answers);
  }

  static Step answer(Observed observed, Map<String, ReadResult> answers) {
    Step first = plan().next(observed, Knowledge.NOTHING);
    if (!(first instanceof Step.Need need)) {
      return first;
    }
    Map<ReadRequest, ReadResult> known = new HashMap<>();
    for (ReadRequest request : need.reads()) {
      known.put(request, java.util.Objects.requireNonNull(answers.get(request.key())));
    }
    return plan().next(observed, new Knowledge(known));
  }

  /** The live arrays, as text. */
  static Map<String, String> texts(Map<String, byte[]> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  /** The first step of a pass. */
  static Step next(World world) {
    return plan().next(world.observed(), Knowledge.NOTHING);
  }

  static void assertFailed(Step step, ErrorClass kind, Detail detail) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Failed.class,
            failed -> {
              assertThat(failed.why().kind()).isEqualTo(kind);
              assertThat(failed.why().detail()).isEqualTo(detail);
            });
  }
}
