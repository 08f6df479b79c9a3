package dev.keyturn.operator.engine.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncError;
import dev.keyturn.crds.v1alpha1.SyncTargetStatus;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.mac.TargetHash;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {
  private static final MacKey OLD = key(1);
  private static final MacKey NEW = key(2);
  private static final Macs BEFORE = new Macs(OLD);
  private static final Macs NOW = new MacKeys(NEW, Optional.of(OLD)).macs();
  private static final SyncId ID = PlanFixture.ID;
  private static final SecretSyncSpec SPEC =
      PlanFixture.spec(PlanFixture.entry("password", "app/db", null));

  private final KeyRotation rotation = new KeyRotation(NOW);
  private final SyncPlan before = new SyncPlan(BEFORE, new Templates(Limits.standard()));
  private final SyncPlan now = new SyncPlan(NOW, new Templates(Limits.standard()));

  private static MacKey key(int fill) {
    byte[] bytes = new byte[MacKey.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return MacKey.of(bytes);
  }

  /** A Secret with that text, hashed under one key. */
  private static Mac output(Macs macs, String text) {
    TreeMap<String, Mac> values = new TreeMap<>();
    values.put("password", macs.value(ID.namespace(), ID.name(), "password", text.getBytes(UTF_8)));
    return macs.output(
        ID.namespace(),
        ID.name(),
        new Macs.Output("Opaque", values, new TreeMap<>(), new TreeMap<>()));
  }

  private static Mac input(Macs macs, String spec, String text) {
    return macs.input(
        ID.namespace(), ID.name(), spec, new TreeMap<>(Map.of("password", text.getBytes(UTF_8))));
  }

  private static TargetState live(String text) {
    return new TargetState(
        "uid-s",
        "1",
        "Opaque",
        false,
        Optional.of(output(NOW, text)),
        Optional.of(output(BEFORE, text)),
        Optional.empty());
  }

  private static World written(Macs macs, String text, boolean bySpec) {
    SyncSettings settings = PlanFixture.settings(SPEC);
    String spec = SpecText.of(settings);
    TargetHash hash =
        new TargetHash(macs.keyId(), input(macs, spec, text), output(macs, text), Optional.empty());
    return new World(SPEC)
        .written(
            hash.text(),
            bySpec ? macs.spec(ID.namespace(), ID.name(), spec).text() : "of-another-spec");
  }

  /**
   * Whatever is there and was written: each decision is the one that was made under the old key.
   */
  @RepeatedTest(50)
  void aRotatedKeyChangesNoDecision(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    String text = "value-" + random.nextInt(3);
    String there = "value-" + random.nextInt(3);
    boolean bySpec = random.nextBoolean();
    boolean gone = random.nextInt(4) == 0;
    World old = written(BEFORE, text, bySpec);
    World world = written(BEFORE, text, bySpec);
    if (!gone) {
      TargetState state = live(there);
      old.live(state.formerOutput().orElseThrow());
      world.live(state);
    }
    Observed observed = old.observed();
    Observed carried = rotation.carried(world.observed());
    SyncSettings settings = PlanFixture.settings(SPEC);

    assertThat(now.isDrifted(carried, settings))
        .as("seed %d", run.getCurrentRepetition())
        .isEqualTo(before.isDrifted(observed, settings))
        .isEqualTo(gone || !there.equals(text));
    assertThat(isComplete(now, carried)).isEqualTo(isComplete(before, observed)).isEqualTo(bySpec);
    assertThat(rotation.isLost(carried.status())).isFalse();
    TargetHash hash = hash(carried);
    assertThat(hash.keyId()).isEqualTo(NOW.keyId());
    for (String read : List.of("value-0", "value-1", "value-2")) {
      assertThat(desired(read).isMadeFrom(hash)).isEqualTo(read.equals(text));
    }
    assertThat(hash(rotation.carried(carried))).isEqualTo(hash);
  }

  private static boolean isComplete(SyncPlan plan, Observed observed) {
    return SyncPlan.isComplete(
        plan.specHash(ID, PlanFixture.settings(SPEC)), observed.status().orElseThrow().target());
  }

  private static TargetHash hash(Observed observed) {
    SyncTargetStatus target = Objects.requireNonNull(observed.status().orElseThrow().target());
    return TargetHash.parse(Objects.requireNonNull(target.hash())).orElseThrow();
  }

  private static DesiredTarget desired(String text) {
    String spec = SpecText.of(PlanFixture.settings(SPEC));
    return new DesiredTarget(
        "Opaque",
        new TreeMap<>(),
        input(NOW, spec, text),
        Optional.of(input(BEFORE, spec, text)),
        new TreeMap<>(),
        new TreeMap<>());
  }

  @Test
  void nothingButTheHashesOfTheTargetIsAnother() {
    Observed observed = written(BEFORE, "v", true).live(live("v")).observed();
    SecretSyncStatus status = observed.status().orElseThrow();
    SecretSyncStatus carried = rotation.carried(observed).status().orElseThrow();

    assertThat(carried).isNotEqualTo(status);
    assertThat(carried.draft().target(status.target()).build()).isEqualTo(status);
  }

  @Test
  void whatIsUnderThePresentKeyOrALostOneStaysAsItIs() {
    for (Macs macs : List.of(NOW, new Macs(key(3)))) {
      Observed observed = written(macs, "v", true).live(live("v")).observed();
      assertThat(rotation.carried(observed)).isSameAs(observed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no hash", "abcdefgh:short:short"})
  void aHashThatCannotBeReadIsOneUnderALostKey(String text) {
    Observed observed = new World(SPEC).written(text, "spec").observed();
    assertThat(rotation.isLost(observed.status())).isTrue();
  }

  @Test
  void onlyWhatWasWrittenCanBeLost() {
    assertThat(rotation.isLost(Optional.empty())).isFalse();
    assertThat(rotation.isLost(Optional.of(SecretSyncStatus.EMPTY))).isFalse();
    assertThat(rotation.isLost(written(NOW, "v", true).observed().status())).isFalse();
    assertThat(rotation.isLost(written(BEFORE, "v", true).observed().status())).isFalse();
    assertThat(rotation.isLost(written(new Macs(key(3)), "v", true).observed().status())).isTrue();
  }

  /** A refresh that is soon to come says it all in one write. */
  @ParameterizedTest
  @CsvSource({
    "Periodic, 1h, false, false, true",
    "Periodic, 24h, false, false, true",
    "Periodic, 25h, false, false, false",
    "Periodic, 1h, true, false, false",
    "Periodic, 1h, false, true, false",
    "OnChange, 1h, false, false, false",
    "CreatedOnce, 1h, false, false, false",
  })
  void theStampAloneIsWrittenWhereNoRefreshIsToCome(
      RefreshPolicy policy, String interval, boolean suspend, boolean failed, boolean waits) {
    SecretSyncSpec spec =
        PlanFixture.scheduled(
            PlanFixture.spec(interval, null, suspend, null, SPEC.data(), null), policy, null);
    World world = new World(spec).written("hash", "spec");
    if (failed) {
      world.failedLast("Unavailable");
    }
    Observed observed = world.observed();
    SecretSyncStatus status = observed.status().orElseThrow();
    SecretSyncStatus there = status.draft().lastHandledRequest("there").build();

    assertThat(KeyRotation.worthWriting(Optional.of(there), observed, status))
        .isEqualTo(waits ? there : status);
    SecretSyncStatus other =
        status.draft().lastError(new SyncError("NotFound", "none", "", "")).build();
    assertThat(KeyRotation.worthWriting(Optional.of(there), observed, other)).isEqualTo(other);
    assertThat(KeyRotation.worthWriting(Optional.empty(), observed, status)).isEqualTo(status);
  }
}
