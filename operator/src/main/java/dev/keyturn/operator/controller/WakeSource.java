package dev.keyturn.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import org.jspecify.annotations.Nullable;

/** The door through which timers and other controllers wake the objects of one kind. */
public final class WakeSource<P extends HasMetadata> extends SimpleInboundEventSource<P> {

  public WakeSource() {
    super("wake");
  }

  /** Queues one pass; lost while the controller is not started, so it queues all when it starts. */
  public void wake(@Nullable String namespace, String name) {
    propagateEvent(new ResourceID(name, namespace));
  }
}
