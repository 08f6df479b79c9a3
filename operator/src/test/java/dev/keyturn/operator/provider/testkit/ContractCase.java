package dev.keyturn.operator.provider.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.proof.OnBackend;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestReporter;

/**
 * What the groups of the provider contract share. A case that needs a trait which the backend lacks
 * is reported as not applicable, with the backend's reason.
 */
abstract class ContractCase {
  static final String CANARY = "kt-canary-7f3a";

  private Optional<ContractBackend> current = Optional.empty();
  private Optional<ProviderClient> opened = Optional.empty();

  /** A new, empty backend; the contract closes it. */
  protected abstract ContractBackend newBackend();

  @BeforeEach
  void prepare(TestInfo test, TestReporter reporter) {
    boolean ofTheWire = test.getTestClass().filter(ContractCase::needsTheWire).isPresent();
    if (ofTheWire && !getClass().isAnnotationPresent(OnBackend.class)) {
      Assumptions.abort("the same for every login: run in the class that fills the column");
    }
    current = Optional.of(newBackend());
    Map<Trait, String> lacks = lacks();
    Stream.of(test.getTestMethod(), test.getTestClass())
        .flatMap(Optional::stream)
        .flatMap(element -> Stream.of(element.getAnnotationsByType(Needs.class)))
        .flatMap(needs -> Stream.of(needs.value()))
        .filter(lacks::containsKey)
        .findFirst()
        .ifPresent(trait -> {
          String reason = trait + ": " + lacks.get(trait);
          reporter.publishEntry("not applicable", test.getDisplayName() + " " + reason);
          Assumptions.abort("not applicable, " + reason);
        });
  }

  private static boolean needsTheWire(Class<?> group) {
    return Stream.of(group.getAnnotationsByType(Needs.class))
        .anyMatch(needs -> List.of(needs.value()).contains(Trait.WIRE));
  }

  /** What the backend says that it lacks, and what its rotations and leases say. */
  private Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new HashMap<>(backend().lacks());
    Optional<RotatingBackend> rotation = backend().rotation();
    if (rotation.isEmpty()) {
      lacks.put(
          Trait.ROTATE,
          backend().offersRotation()
              ? "nothing here makes a rotation; they have a suite of their own"
              : "the backend makes no values of its own");
    } else if (!rotation.get().takesTime()) {
      lacks.put(Trait.SLOW_ROTATION, "a rotation is over when it is answered");
    }
    Optional<LeasingBackend> leases = backend().leases();
    if (leases.isEmpty()) {
      lacks.putIfAbsent(Trait.LEASE, "nothing here makes credentials");
    } else if (!leases.get().endsWithItsSession()) {
      lacks.put(Trait.LEASE_OF_SESSION, "a credential lives on by itself");
    }
    return lacks;
  }

  @AfterEach
  void release() {
    opened.ifPresent(ProviderClient::close);
    current.ifPresent(ContractBackend::close);
  }

  final ContractBackend backend() {
    return current.orElseThrow();
  }

  final ProviderClient client() {
    if (opened.isEmpty()) {
      opened = Optional.of(backend().open());
    }
    return opened.get();
  }

  final String key(String name) {
    return backend().key(name);
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(15));
  }

  final Session login() {
    return value(client().login(soon()));
  }

  final Outcome<RemoteValue> read(String key) {
    return read(new RemoteRef(key, Optional.empty()), login());
  }

  final Outcome<RemoteValue> read(RemoteRef ref, Session session) {
    return client().read(ref, new Call(session, soon(), "contract"));
  }

  /** Text of the payload of a read that worked. */
  final String text(String key) {
    return text(read(key));
  }

  static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) ->
          throw new AssertionError("expected a value, got " + failure);
    };
  }

  static Failure failure(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> ok -> throw new AssertionError("expected a failure");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }

  static void assertFails(Outcome<?> outcome, FailureClass kind, FailureDetail detail) {
    Failure failure = failure(outcome);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.mayHaveApplied()).isFalse();
    assertThat(failure.toString()).doesNotContain(CANARY);
  }
}
