package dev.keyturn.e2e.operator;

import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.operator.controller.store.FakeReader;
import dev.keyturn.operator.devcluster.ShiftedTime;
import dev.keyturn.operator.provider.fake.FakeProviderFactory;
import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.Flags;
import dev.keyturn.operator.runtime.OperatorRuntime;
import dev.keyturn.operator.runtime.OperatorStart;
import dev.keyturn.operator.runtime.StartException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The operator in the JVM of the test, before real servers, with a clock that the test moves: what
 * takes minutes is seen in seconds.
 */
public final class TimedOperator implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);

  private final OperatorRuntime runtime;
  private final HttpCaller http;

  private TimedOperator(OperatorRuntime runtime) {
    this.runtime = runtime;
    this.http = HttpCaller.to(URI.create("http://127.0.0.1:" + runtime.httpPort()), null);
  }

  /** Starts it and waits for {@code /readyz}. */
  public static TimedOperator start(OperatorOptions options, ShiftedTime time) {
    Config config = Flags.parse(options.with("--http-port", "0").flags().toArray(String[]::new));
    TimedOperator operator;
    try {
      operator =
          new TimedOperator(
              OperatorStart.start(
                  config,
                  time,
                  time::nanoTime,
                  new FakeReader(new FakeProviderFactory(time), config.allowFileProvider())));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
    Awaitility.await().atMost(READY_LIMIT).until(() -> operator.status("/readyz") == 200);
    return operator;
  }

  /** What a page answers, such as {@code /livez}. */
  public int status(String page) {
    return http.get(page).status();
  }

  /** Its metrics as they are now. */
  public OperatorMetrics metrics() {
    return OperatorMetrics.parse(http.get("/metrics").orThrow().text());
  }

  /** True where it looks after no object at this moment. */
  public boolean isIdle() {
    return metrics().sum("keyturn_reconcile_active") == 0;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
