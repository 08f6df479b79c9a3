package dev.keyturn.operator.provider;

import java.util.function.Function;

/** What came of a call: a value, or a failure that is expected and therefore no exception. */
public sealed interface Outcome<T> {

  /** It worked. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** It did not. */
  record Failed<T>(Failure failure) implements Outcome<T> {}

  static <T> Outcome<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Outcome<T> failed(Failure failure) {
    return new Failed<>(failure);
  }

  static <T> Outcome<T> failed(FailureClass kind) {
    return new Failed<>(Failure.of(kind));
  }

  static <T> Outcome<T> failed(FailureClass kind, FailureDetail detail) {
    return new Failed<>(Failure.of(kind, detail));
  }

  default <R> Outcome<R> map(Function<T, R> change) {
    return switch (this) {
      case Ok<T>(T value) -> ok(change.apply(value));
      case Failed<T>(Failure failure) -> failed(failure);
    };
  }

  default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
    return switch (this) {
      case Ok<T>(T value) -> next.apply(value);
      case Failed<T>(Failure failure) -> failed(failure);
    };
  }
}
