package dev.keyturn.operator.runtime;

import dev.keyturn.operator.controller.store.StoreKey;
import dev.keyturn.operator.controller.sync.TemplateObjects;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.kube.client.KubernetesClients;
import dev.keyturn.operator.kube.credential.AuthSecretReader;
import dev.keyturn.operator.kube.credential.ReferencedObjects;
import java.time.InstantSource;

/**
 * The Secrets and ConfigMaps that stores, templates and pushes name, watched for who names them.
 */
final class References implements AutoCloseable {
  private final ReferencedObjects<StoreKey> ofStores;
  private final ReferencedObjects<SyncId> ofTemplates;
  private final ReferencedObjects<SyncId> ofPushes;
  private final AuthSecretReader credentials;
  private final AuthSecretReader texts;

  References(KubernetesClients clients, InstantSource clock) {
    this.ofStores = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.ofTemplates = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.ofPushes = new ReferencedObjects<>(clients.reading(), clients.writes(), clock);
    this.credentials = new AuthSecretReader(clients.writes(), ofStores);
    this.texts = new AuthSecretReader(clients.writes(), ofTemplates);
  }

  ReferencedObjects<StoreKey> ofStores() {
    return ofStores;
  }

  ReferencedObjects<SyncId> ofPushes() {
    return ofPushes;
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
  }

  void listen(Wakes wakes) {
    ofStores.addListener((reference, stores) -> stores.forEach(wakes::store));
    ofTemplates.addListener((reference, syncs) -> syncs.forEach(wakes::templateChanged));
    ofPushes.addListener((reference, syncs) -> syncs.forEach(wakes::pushSourceChanged));
  }

  @Override
  public void close() {
    credentials.close();
    ofStores.close();
    texts.close();
    ofTemplates.close();
    ofPushes.close();
  }
}
