package dev.keyturn.devcluster.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.apply.FieldOwnership;
import dev.keyturn.devcluster.apply.FieldOwnership.Writer;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.CustomKinds;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Creates, updates, patches and applies objects. Thread-safe: every write is compare-and-set. */
public final class ResourceWriter {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final ObjectStore store;
  private final Timestamps timestamps;
  private final ObjectRules rules;
  private final NamespaceGate namespaces;
  private final FieldOwnership ownership = new FieldOwnership();

  public ResourceWriter(ObjectStore store, CustomKinds customKinds, Timestamps timestamps) {
    this.store = store;
    this.timestamps = timestamps;
    this.rules = new ObjectRules(customKinds);
    this.namespaces = new NamespaceGate(store);
  }

  public Written create(Target target, ObjectNode body, WriteOptions options) {
    Incoming.checkIdentity(target, body);
    ObjectNode metadata = Json.child(body, "metadata");
    if (!Json.text(metadata, "resourceVersion").isEmpty()) {
      throw ApiException.storage("resourceVersion should not be set on objects to be created");
    }
    List<String> warnings = Incoming.decode(target.kind(), body, options.validation());
    String name = nameOf(target, metadata);
    metadata.remove("managedFields");
    ObjectNode object = prepareNew(target.named(name), body);
    ownership.update(null, object, target.kind(), writer(target, options));
    rules.check(target.named(name), null, object);
    return insert(target.named(name), object, options, warnings);
  }

  private static String nameOf(Target target, ObjectNode metadata) {
    String name = Json.text(metadata, "name");
    String prefix = Json.text(metadata, "generateName");
    if (name.isEmpty() && !prefix.isEmpty()) {
      StringBuilder generated = new StringBuilder(prefix);
      for (int i = 0; i < 5; i++) {
        int letter = ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length());
        generated.append(SUFFIX_LETTERS.charAt(letter));
      }
      name = generated.toString();
      metadata.put("name", name);
    }
    if (name.isEmpty()) {
      throw ApiException.invalid(
          target.kind().group(),
          target.kind().kind(),
          "",
          List.of(Cause.required("metadata.name", "name or generateName is required")));
    }
    return name;
  }

  private ObjectNode prepareNew(Target target, ObjectNode object) {
    namespaces.check(target);
    String now = timestamps.now();
    SystemMetadata.create(target.kind(), object, now);
    SystemMetadata.dropEmpty(object);
    if (target.kind().hasStatus()) {
      object.remove("status");
    }
    rules.normalize(target.kind(), null, object, now);
    return object;
  }

  private Written insert(
      Target target, ObjectNode object, WriteOptions options, List<String> warnings) {
    ObjectNode stored = target.kind().toStorage().apply(object);
    if (options.dryRun()) {
      if (store.get(target.key()).isPresent()) {
        throw ApiException.alreadyExists(target.subject());
      }
      return new Written(object, true, warnings);
    }
    StoredObject written =
        store
            .put(target.key(), 0, stored)
            .orElseThrow(() -> ApiException.alreadyExists(target.subject()));
    return new Written(target.kind().view(written.object()), true, warnings);
  }

  /** Replaces an object (PUT). */
  public Written update(Target target, ObjectNode body, WriteOptions options) {
    Incoming.checkIdentity(target, body);
    if (target.kind().createsOnUpdate() && store.get(target.key()).isEmpty()) {
      return create(target, body, options);
    }
    String version = Json.text(body, "metadata", "resourceVersion");
    if (version.isEmpty() && target.kind().needsVersionOnUpdate()) {
      throw ApiException.invalid(
          target.kind().group(),
          target.kind().plural(),
          target.name(),
          List.of(Cause.invalid("metadata.resourceVersion", "0: must be specified for an update")));
    }
    return change(target, options, Mutation.Form.UPDATE, live -> body.deepCopy());
  }

  /** Patches an object; the mutation gets the object as it is and returns one of its own. */
  public Written patch(Target target, WriteOptions options, Mutation mutation) {
    return change(target, options, Mutation.Form.PATCH, mutation);
  }

  /** Applies a configuration (server-side apply), which creates the object when it is absent. */
  public Written apply(Target target, ObjectNode config, WriteOptions options) {
    Json.dropNulls(config);
    Incoming.checkApplied(target, config);
    Incoming.checkIdentity(target, config);
    Json.child(config, "metadata").put("name", target.name());
    if (Json.at(config, "metadata", "managedFields") != null) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    if (store.get(target.key()).isEmpty()) {
      if (!target.subresource().isEmpty()) {
        throw ApiException.notFound(target.subject());
      }
      Optional<Written> created = createByApply(target, config.deepCopy(), options);
      if (created.isPresent()) {
        return created.get();
      }
    }
    Writer writer = writer(target, options);
    return change(
        target,
        options,
        Mutation.Form.APPLY,
        live -> {
          ObjectNode merged = ownership.apply(live, config, target.kind(), writer, options.force());
          return merged.deepCopy();
        });
  }

  /** Empty when somebody else created the object meanwhile. */
  private Optional<Written> createByApply(Target target, ObjectNode config, WriteOptions options) {
    String uid = Json.text(config, "metadata", "uid");
    if (!uid.isEmpty()) {
      throw ApiException.conflict(
          target.subject(),
          "uid mismatch: the provided object specified uid %s, and no existing object was found"
              .formatted(uid));
    }
    ResourceKind kind = target.kind();
    if (kind.hasStatus()) {
      config.remove("status");
    }
    ObjectNode merged =
        ownership.apply(null, config, kind, writer(target, options), options.force()).deepCopy();
    Incoming.decode(kind, merged, FieldValidation.IGNORE);
    ObjectNode object = prepareNew(target, merged);
    rules.check(target, null, object);
    ObjectNode stored = kind.toStorage().apply(object);
    if (options.dryRun()) {
      return Optional.of(new Written(object, true, List.of()));
    }
    return store
        .put(target.key(), 0, stored)
        .map(written -> new Written(kind.view(written.object()), true, List.of()));
  }

  private Written change(
      Target target, WriteOptions options, Mutation.Form form, Mutation mutation) {
    while (true) {
      StoredObject stored =
          store.get(target.key()).orElseThrow(() -> ApiException.notFound(target.subject()));
      ObjectNode live = target.kind().view(stored.object());
      ObjectNode desired = mutation.apply(live);
      Preconditions.check(target, form, live, desired);
      List<String> warnings = finish(target, options, form, live, desired);
      if (options.dryRun() || SystemMetadata.sameButTimes(live, desired)) {
        return new Written(options.dryRun() ? desired : live, false, warnings);
      }
      Optional<ObjectNode> written = write(target, stored, desired);
      if (written.isPresent()) {
        return new Written(written.get(), false, warnings);
      }
    }
  }

  private List<String> finish(
      Target target,
      WriteOptions options,
      Mutation.Form form,
      ObjectNode live,
      ObjectNode desired) {
    ResourceKind kind = target.kind();
    SystemMetadata.carry(live, desired);
    SystemMetadata.dropEmpty(desired);
    List<String> warnings = Incoming.decode(kind, desired, options.validation());
    separateStatus(target, live, desired);
    rules.normalize(kind, live, desired, timestamps.now());
    SystemMetadata.countGeneration(kind, live, desired);
    if (form != Mutation.Form.APPLY) {
      ownership.update(live, desired, kind, writer(target, options));
    }
    rules.check(target, live, desired);
    return warnings;
  }

  /** Status belongs to its subresource alone, everything else to the object itself. */
  private static void separateStatus(Target target, ObjectNode live, ObjectNode desired) {
    if (target.subresource().equals("status")) {
      JsonNode status = desired.get("status");
      JsonNode managers = Json.at(desired, "metadata", "managedFields");
      desired.removeAll();
      desired.setAll(Json.withOwnField(live, "metadata"));
      restore(desired, "status", status);
      restore(Json.child(desired, "metadata"), "managedFields", managers);
    } else if (target.kind().hasStatus()) {
      restore(desired, "status", live.get("status"));
    }
  }

  private static void restore(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.set(field, value.deepCopy());
    }
  }

  /** Empty when the object changed meanwhile. */
  private Optional<ObjectNode> write(Target target, StoredObject stored, ObjectNode desired) {
    boolean deleting = Json.at(desired, "metadata", "deletionTimestamp") != null;
    if (deleting && !Finalizers.hold(target.kind(), desired)) {
      return store.remove(target.key(), stored.version()) ? Optional.of(desired) : Optional.empty();
    }
    ObjectNode form = target.kind().toStorage().apply(desired);
    return store
        .put(target.key(), stored.version(), form)
        .map(written -> target.kind().view(written.object()));
  }

  private Writer writer(Target target, WriteOptions options) {
    return new Writer(options.fieldManager(), target.subresource(), timestamps.now());
  }
}
