package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.kube.status.StatusResult;
import dev.keyturn.operator.kube.status.StatusWriter;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a pass that an exception broke off, in the log and in the status, under one id that is
 * the same for the same place: so the status is not written anew by each try. Nothing that the
 * exception says is told, because it may quote a backend.
 */
public final class BrokenPasses {
  private static final Logger LOG = LoggerFactory.getLogger(BrokenPasses.class);

  private final StatusWriter statuses;
  private final InstantSource clock;

  public BrokenPasses(StatusWriter statuses, InstantSource clock) {
    this.statuses = statuses;
    this.clock = clock;
  }

  /** The next try is the framework's business. */
  public void tell(SecretSync sync, Exception thrown) {
    String id = id(thrown);
    SecretSyncStatus before = statuses.read(sync).orElse(SecretSyncStatus.EMPTY);
    StatusResult result =
        statuses.write(
            sync,
            BrokenStatus.after(
                before,
                sync.getMetadata().getGeneration(),
                Problem.of(ErrorClass.Internal, "cause " + id),
                clock.instant()));
    LOG.atError()
        .addKeyValue("namespace", sync.getMetadata().getNamespace())
        .addKeyValue("name", sync.getMetadata().getName())
        .addKeyValue("cause", id)
        .addKeyValue("class", thrown.getClass().getName())
        .addKeyValue("at", place(thrown))
        .addKeyValue("status", result.getClass().getSimpleName())
        .log("a fault of the operator broke a pass off");
  }

  /** Eight hexadecimal digits of the kind of exception and of the place that threw it. */
  static String id(Exception thrown) {
    return "%08x".formatted((thrown.getClass().getName() + '@' + place(thrown)).hashCode());
  }

  private static String place(Exception thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length == 0
        ? "unknown"
        : trace[0].getClassName() + '.' + trace[0].getMethodName() + ':' + trace[0].getLineNumber();
  }
}
