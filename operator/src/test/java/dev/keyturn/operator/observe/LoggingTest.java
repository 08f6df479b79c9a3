package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {

  /** The libraries print bodies, resources and credentials below their floor. */
  @ParameterizedTest
  @CsvSource({
    "io.fabric8.kubernetes.client.http, TRACE, false",
    "io.fabric8.kubernetes.client.http, DEBUG, false",
    "io.fabric8.kubernetes.client.http, INFO, true",
    "io.javaoperatorsdk.operator, TRACE, false",
    "io.javaoperatorsdk.operator, DEBUG, false",
    "io.javaoperatorsdk.operator, WARN, true",
    "jdk.httpclient, DEBUG, false",
    "dev.keyturn.operator.source, TRACE, false",
    "dev.keyturn.operator.source, DEBUG, true",
    "dev.keyturnish, DEBUG, false"
  })
  void noLevelOfAnyLoggerGoesBelowTheFloor(String logger, String level, boolean written) {
    LoggerContext context = new LoggerContext();
    context.addTurboFilter(new Logging.Floor());
    context.getLogger("ROOT").setLevel(Level.TRACE);
    context.getLogger(logger).setLevel(Level.TRACE);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    context.getLogger("ROOT").addAppender(lines);
    context.getLogger(logger).atLevel(org.slf4j.event.Level.valueOf(level)).log("x");
    assertThat(lines.list).hasSize(written ? 1 : 0);
  }
}
