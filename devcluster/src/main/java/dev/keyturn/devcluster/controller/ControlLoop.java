package dev.keyturn.devcluster.controller;

import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.store.Change;
import dev.keyturn.devcluster.store.ObjectStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Hands every change to the controllers, one after the other, on a thread of its own. */
public final class ControlLoop implements AutoCloseable {
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final GarbageCollector garbageCollector;
  private final Drain drain;
  private final Thread thread;

  private ControlLoop(GarbageCollector garbageCollector, Drain drain) {
    this.garbageCollector = garbageCollector;
    this.drain = drain;
    this.thread = Thread.ofVirtual().name("devcluster-controllers").unstarted(this::run);
  }

  public static ControlLoop start(
      ObjectStore store, KindCatalog catalog, ResourceWriter writer, ResourceRemover remover) {
    ObjectActions actions = new ObjectActions(catalog, writer, remover);
    ControlLoop loop =
        new ControlLoop(
            new GarbageCollector(store, catalog, actions), new Drain(store, catalog, actions));
    store.listen(loop.changes::add);
    loop.thread.start();
    return loop;
  }

  private void run() {
    try {
      while (true) {
        Change change = changes.poll();
        if (change == null) {
          drain.proceed();
          change = changes.take();
        }
        garbageCollector.handle(change);
        drain.handle(change);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
