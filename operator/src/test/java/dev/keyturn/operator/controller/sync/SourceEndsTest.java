package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceEndsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static List<SyncSource> sources(String... ends) {
    return Stream.of(ends).map(end -> source("k" + end, end.isEmpty() ? null : end)).toList();
  }

  private static SyncSource source(String key, @Nullable String end) {
    return new SyncSource("SecretStore/azure", key, "1", end);
  }

  private static SecretSyncStatus status(String... ends) {
    return SecretSyncStatus.EMPTY.draft().sources(sources(ends)).build();
  }

  @Test
  void theNextEndIsTheEarliestThatIsAhead() {
    assertThat(
            SourceEnds.untilNext(
                status(
                    "2026-01-01T02:00:00Z",
                    "",
                    "2026-01-01T01:00:00Z",
                    "2026-01-01T00:00:00Z",
                    "2025-01-01T00:00:00Z"),
                NOW))
        .contains(Duration.ofHours(1));
    assertThat(SourceEnds.untilNext(status("2026-01-01T00:00:00Z", ""), NOW)).isEmpty();
    assertThat(SourceEnds.untilNext(SecretSyncStatus.EMPTY, NOW)).isEmpty();
    assertThat(SourceEnds.untilNext(status("soon"), NOW)).isEmpty();
  }

  @Test
  void whatHasEndedIsToldByOneAndANumber() {
    assertThat(SourceEnds.told(sources("", "2026-01-01T00:00:01Z"), NOW)).isEmpty();
    assertThat(SourceEnds.told(null, NOW)).isEmpty();
    assertThat(
            SourceEnds.told(
                sources("2026-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "2027-01-01T00:00:00Z"),
                NOW))
        .contains("key k2026-01-01T00:00:00Z, at 2026-01-01T00:00:00Z (and 1 more)");
    String key = "k".repeat(1280);
    assertThat(SourceEnds.told(List.of(source(key, "2025-01-01T00:00:00Z")), NOW))
        .hasSizeLessThan(450)
        .contains("2025-01-01T00:00:00Z");
  }

  @Test
  void theEndThatIsPastIsThatOfTheVerySource() {
    Optional<SecretSyncStatus> status =
        Optional.of(status("2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    assertThat(SourceEnds.past(status, "SecretStore/azure", "k2025-01-01T00:00:00Z", NOW))
        .contains(Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(SourceEnds.past(status, "SecretStore/azure", "k2027-01-01T00:00:00Z", NOW))
        .isEmpty();
    assertThat(SourceEnds.past(status, "SecretStore/other", "k2025-01-01T00:00:00Z", NOW))
        .isEmpty();
    assertThat(SourceEnds.past(Optional.empty(), "SecretStore/azure", "k", NOW)).isEmpty();
  }
}
