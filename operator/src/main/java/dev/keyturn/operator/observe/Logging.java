package dev.keyturn.operator.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Sets up the process's log: JSON lines, with a floor that nothing lowers. */
public final class Logging {

  private Logging() {}

  /**
   * Writes to standard output, and waits for no line; replaces whatever was configured.
   *
   * @param level least level of our own lines; the libraries' is never below INFO
   */
  public static LogOutput start(String level) {
    LoggerContext context = emptyContext();
    LogOutput output = new LogOutput(context, started(new ConsoleAppender<>(), context));
    write(context, output.appender(), level);
    return output;
  }

  /** Writes to a file, each line before the call returns; replaces whatever was configured. */
  public static void toFile(Path file, String level) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    appender.setAppend(false);
    LoggerContext context = emptyContext();
    write(context, started(appender, context), level);
  }

  /** Writes nothing: for commands whose standard output is data. Replaces what was configured. */
  public static void none() {
    emptyContext().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  private static LoggerContext emptyContext() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.addTurboFilter(new Floor());
    return context;
  }

  private static Appender<ILoggingEvent> started(
      OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
    JsonLineEncoder encoder = new JsonLineEncoder();
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static void write(LoggerContext context, Appender<ILoggingEvent> appender, String level) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    // It warns of every version that is not called v1, which is ours.
    context.getLogger("io.fabric8.kubernetes.client.dsl.internal").setLevel(Level.ERROR);
    context.getLogger("dev.keyturn").setLevel(Level.toLevel(level, Level.INFO));
  }

  /**
   * The libraries print whole requests, resources and credentials below these levels; no setting
   * may turn that on.
   */
  static final class Floor extends TurboFilter {
    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] params,
        @Nullable Throwable thrown) {
      return level.isGreaterOrEqual(floor(logger.getName()))
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }

    private static Level floor(String logger) {
      if (logger.startsWith("dev.keyturn.")) {
        return Level.DEBUG;
      }
      return Level.INFO;
    }
  }
}
