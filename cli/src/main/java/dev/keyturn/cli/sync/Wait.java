package dev.keyturn.cli.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.cluster.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Watches SecretSyncs until each has answered a request. Thread-safe. */
final class Wait implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
  private static final long PAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String request;
  private final Map<String, Optional<JsonNode>> answers = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();

  /**
   * @param request the text that they are to repeat
   * @param names {@code namespace/name} of those that were asked
   */
  Wait(String request, Collection<String> names) {
    this.request = request;
    names.forEach(name -> answers.put(name, Optional.empty()));
  }

  /** Starts to watch these namespaces. */
  void start(KubernetesClient client, Set<String> namespaces) {
    for (String namespace : namespaces) {
      informers.add(
          client
              .genericKubernetesResources(ObjectKind.SecretSync.context())
              .inNamespace(namespace)
              .withLimit(PAGE)
              .inform(this));
    }
  }

  /**
   * Waits for all.
   *
   * @return each name with its object as it answered, or empty where the time ran out
   */
  Map<String, Optional<JsonNode>> await(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (left > 0 && answers.containsValue(Optional.<JsonNode>empty())) {
        left = answered.awaitNanos(left);
      }
      return new TreeMap<>(answers);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onAdd(GenericKubernetesResource object) {
    look(object);
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
    look(object);
  }

  /** One that is gone answers no more: the time runs out. */
  @Override
  public void onDelete(GenericKubernetesResource object, boolean stateUnknown) {}

  private void look(GenericKubernetesResource object) {
    String name = object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    JsonNode tree = JSON.valueToTree(object);
    lock.lock();
    try {
      if (answers.containsKey(name)
          && tree.at("/status/lastHandledRequest").asText("").equals(request)) {
        answers.put(name, Optional.of(tree));
        answered.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
