package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How many pages a list may have, and how much they may hold. */
class FolderReaderTest {
  private static final Call CALL =
      new Call(Session.none(Instant.EPOCH), Deadline.after(Duration.ofMinutes(1)), "a");

  private int pages;

  /** Reads a folder whose pages are these, the first with number 0. */
  private Outcome<RemoteValue> read(IntFunction<Outcome<Lister.Page>> page) {
    Lister lister =
        new Lister() {
          @Override
          public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
            return page.apply(pages++);
          }

          @Override
          public TagFilter tagFilter() {
            return TagFilter.NONE;
          }
        };
    return new FolderReader(lister, Lister.Folder.of("shop")).read(CALL);
  }

  private static Outcome<Lister.Page> page(List<String> secrets, String next) {
    return Outcome.ok(new Lister.Page(secrets, List.of(), Optional.of(next)));
  }

  private static Failure failure(Outcome<RemoteValue> outcome) {
    return ((Outcome.Failed<RemoteValue>) outcome).failure();
  }

  @Test
  void allPagesAreOneListAlsoWhereOneIsEmptyOrRepeatsAName() {
    List<Lister.Page> all =
        List.of(
            new Lister.Page(List.of("b"), List.of("sub"), Optional.of("1")),
            new Lister.Page(List.of(), List.of(), Optional.of("2")),
            new Lister.Page(List.of("a", "b"), List.of("sub"), Optional.empty()));
    Outcome<RemoteValue> read = read(number -> Outcome.ok(all.get(number)));
    try (RemoteValue list = ((Outcome.Ok<RemoteValue>) read).value()) {
      assertThat(FolderReader.names(list.payload())).containsExactly("a", "b", "sub/");
    }
    assertThat(pages).isEqualTo(3);
  }

  /** The payload is compared with the one before it: another order would look like a change. */
  @Test
  void theOrderOfTheBackendDoesNotShow() {
    List<String> names = new ArrayList<>(List.of("B", "a", "a-b", "a.b", "b", "ä", "😀"));
    List<String> expected = List.of("B", "a", "a-b", "a.b", "b", "sub/", "ä", "😀");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      pages = 0;
      Collections.shuffle(names, random);
      int middle = random.nextInt(names.size() + 1);
      List<Lister.Page> both =
          List.of(
              new Lister.Page(names.subList(0, middle), List.of("sub"), Optional.of("1")),
              new Lister.Page(
                  names.subList(middle, names.size()), List.of("sub"), Optional.empty()));
      Outcome<RemoteValue> read = read(number -> Outcome.ok(both.get(number)));
      try (RemoteValue list = ((Outcome.Ok<RemoteValue>) read).value()) {
        assertThat(FolderReader.names(list.payload())).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBackendThatTurnsInACircleIsLeft() {
    Failure failure = failure(read(number -> page(List.of("n" + number), "c" + number % 3)));
    assertThat(failure).isEqualTo(Failure.of(FailureClass.InvalidData));
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void aListThatDoesNotEndIsLeftAfterAThousandPages() {
    Failure failure = failure(read(number -> page(List.of(), "c" + number)));
    assertThat(failure).isEqualTo(Failure.of(FailureClass.InvalidData, FailureDetail.TOO_LARGE));
    assertThat(pages).isBetween(1_000, 1_002);
  }

  @Test
  void namesOfMoreThanEightMebibytesAreTooMany() {
    String longest = "n".repeat(1024 * 1024);
    Failure failure = failure(read(number -> page(List.of(number + longest), "c" + number)));
    assertThat(failure.detail()).isEqualTo(FailureDetail.TOO_LARGE);
    assertThat(pages).isEqualTo(8);
  }

  @Test
  void aPageThatFailsFailsTheWhole() {
    Failure down = Failure.of(FailureClass.Unavailable);
    assertThat(
            failure(read(number -> number == 0 ? page(List.of("a"), "1") : Outcome.failed(down))))
        .isEqualTo(down);
  }
}
