package dev.keyturn.operator.provider.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** All that is logged while it is open, however fine, with the exceptions. */
final class LogCapture implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private final java.util.logging.Logger jdkRoot = LogManager.getLogManager().getLogger("");
  private final java.util.logging.Level jdkLevel = jdkRoot.getLevel();
  private final Records records = new Records();

  private static final class Records extends Handler {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      texts.add(record.getMessage() + " " + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  LogCapture() {
    // Nobody reads on the console what a library says at its finest.
    root.iteratorForAppenders().forEachRemaining(usual::add);
    usual.forEach(root::detachAppender);
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
    jdkRoot.addHandler(records);
    jdkRoot.setLevel(java.util.logging.Level.ALL);
  }

  String text() {
    return textWithout("");
  }

  /** What all but one logger said. */
  String textWithout(String logger) {
    return String.join(
        "\n",
        Stream.concat(
                List.copyOf(logged.list).stream()
                    .filter(event -> !event.getLoggerName().equals(logger))
                    .map(event ->
                        event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy()))),
                records.texts.stream())
            .toList());
  }

  @Override
  public void close() {
    root.detachAppender(logged);
    usual.forEach(root::addAppender);
    root.setLevel(level);
    jdkRoot.removeHandler(records);
    jdkRoot.setLevel(jdkLevel);
  }
}
