package dev.keyturn.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The door through which timers and other controllers wake the objects of one kind. */
public final class WakeSource<P extends HasMetadata> extends SimpleInboundEventSource<P> {

  private final BiFunction<@Nullable String, String, PassOrigin> origin;

  /** Of objects whose passes take the slots of the syncs. */
  public WakeSource() {
    this((namespace, name) -> PassOrigin.UNKNOWN);
  }

  /**
   * @param origin of the pass over an object, by its namespace and its name
   */
  public WakeSource(BiFunction<@Nullable String, String, PassOrigin> origin) {
    super("wake");
    this.origin = origin;
  }

  /**
   * Queues one more pass behind the one that runs, where there is such an object then: to be called
   * by a pass for an object that was deleted. One that was made again meanwhile was told of by an
   * event that the framework drops with all that it knew of the old one, and no other kind of event
   * makes it look (java-operator-sdk 5.2.3, EventProcessor).
   *
   * @param cache of the objects of this kind
   */
  public void wakeIfMadeAgain(ResourceCache<P> cache, @Nullable String namespace, String name) {
    AfterPass.then(() ->
        cache
            .get(namespace, name)
            .ifPresent(object ->
                getEventHandler()
                    .handleEvent(
                        new ResourceEvent(
                            ResourceAction.ADDED, new ResourceID(name, namespace), object))));
  }

  /** Queues one pass; lost while the controller is not started, so it queues all when it starts. */
  public void wake(@Nullable String namespace, String name) {
    origin.apply(namespace, name).note();
    try {
      propagateEvent(new ResourceID(name, namespace));
    } finally {
      var _ = PassOrigin.take();
    }
  }
}
