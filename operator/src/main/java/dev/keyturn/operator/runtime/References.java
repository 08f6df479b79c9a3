package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.sync.AwaitedTargets;
import dev.keyturn.operator.controller.sync.TemplateObjects;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The Secrets and ConfigMaps that stores, templates and pushes name, and those that are awaited,
 * watched for who names them.
 */
final class References implements AutoCloseable {
  private final ReferencedObjects<StoreKey> ofStores;
  private final ReferencedObjects<SyncId> ofTemplates;
  private final ReferencedObjects<SyncId> ofPushes;
  private final ReferencedObjects<SyncId> ofTargets;
  private final AuthSecretReader credentials;
  private final AuthSecretReader texts;

  References(KubernetesClients clients, InstantSource clock, LongSupplier nanoTime) {
    this.ofStores = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.ofTemplates = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.ofPushes = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.ofTargets = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.credentials = new AuthSecretReader(clients.writes(), ofStores, nanoTime);
    this.texts = new AuthSecretReader(clients.writes(), ofTemplates, nanoTime);
  }

  ReferencedObjects<StoreKey> ofStores() {
    return ofStores;
  }

  ReferencedObjects<SyncId> ofPushes() {
    return ofPushes;
  }

  AwaitedTargets targets() {
    return new AwaitedTargets(ofTargets);
  }

  AuthSecretReader credentials() {
    return credentials;
  }

  TemplateObjects templates() {
    return new TemplateObjects(ofTemplates, texts);
  }

  void start() {
    ofStores.start();
    ofTemplates.start();
    ofPushes.start();
    ofTargets.start();
  }

  void listen(Wakes wakes) {
    ofStores.addListener((reference, stores) -> stores.forEach(wakes::store));
    ofTemplates.addListener((reference, syncs) -> syncs.forEach(wakes::templateChanged));
    ofPushes.addListener((reference, syncs) -> syncs.forEach(wakes::ownSecretChanged));
    ofTargets.addListener((reference, syncs) -> {
      if (!ofTargets.isAbsent(reference)) {
        syncs.forEach(wakes::ownSecretChanged);
      }
    });
  }

  @Override
  public void close() {
    credentials.close();
    ofStores.close();
    texts.close();
    ofTemplates.close();
    ofPushes.close();
    ofTargets.close();
  }
}
