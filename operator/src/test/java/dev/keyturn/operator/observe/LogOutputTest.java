package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogOutputTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("test");
  private final StandingPipe pipe = new StandingPipe();
  private final LogOutput output = new LogOutput(context, pipe);

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    pipe.start();
    logger.addAppender(output.appender());
  }

  @AfterEach
  void stop() {
    pipe.flows.countDown();
    output.close();
  }

  @Test
  void whatThePipeDoesNotTakeIsDroppedAndCountedAndHoldsNobodyUp() throws InterruptedException {
    logger.info("the first");
    pipe.reached.await();
    for (int line = 0; line < LogOutput.ROOM + 5; line++) {
      logger.info("line {}", line);
    }
    assertThat(output.dropped()).isEqualTo(5);
    pipe.flows.countDown();
    output.close();
    assertThat(pipe.lines).hasSize(1 + LogOutput.ROOM).startsWith("the first", "line 0");
    assertThat(pipe.lines.getLast()).isEqualTo("line " + (LogOutput.ROOM - 1));
  }

  @Test
  void whatWasLoggedBeforeTheEndIsWrittenAtTheEnd() {
    pipe.flows.countDown();
    logger.debug("one");
    logger.error("two");
    output.close();
    assertThat(pipe.lines).containsExactly("one", "two");
    assertThat(output.dropped()).isZero();
  }

  @Test
  void aPipeThatStandsStillDoesNotHoldUpTheEnd() throws InterruptedException {
    logger.info("the first");
    pipe.reached.await();
    output.close();
    assertThat(pipe.lines).isEmpty();
  }

  /** Takes a line only when it flows, as a write to a full pipe: no interrupt ends it. */
  private static final class StandingPipe extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch flows = new CountDownLatch(1);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      reached.countDown();
      boolean open = false;
      boolean interrupted = false;
      while (!open) {
        try {
          flows.await();
          open = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      lines.add(event.getFormattedMessage());
    }
  }
}
