package dev.keyturn.operator.provider.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The arguments of a test: a header, and the wait that it asks for, RFC 9110. A wait is never
 * believed beyond five minutes.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@CsvSource({
  "Retry-After: 7, 7",
  "'Retry-After: Fri, 31 Dec 2100 23:59:59 GMT', 300",
  "Retry-After: soon, ''",
  "X-None: 1, ''"
})
@interface RetryAfterHeaders {
  /** The second argument of the test. */
  final class Wait {
    private Wait() {}

    static Optional<Duration> of(String seconds) {
      return seconds.isEmpty()
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
    }
  }
}
