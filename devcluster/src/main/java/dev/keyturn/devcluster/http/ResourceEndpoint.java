package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.patch.JsonPatch;
import dev.keyturn.devcluster.patch.MergePatch;
import dev.keyturn.devcluster.patch.StrategicMergePatch;
import dev.keyturn.devcluster.resource.DeleteOptions;
import dev.keyturn.devcluster.resource.FieldValidation;
import dev.keyturn.devcluster.resource.ListOptions;
import dev.keyturn.devcluster.resource.ListPage;
import dev.keyturn.devcluster.resource.Mutation;
import dev.keyturn.devcluster.resource.ResourceReader;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.resource.WriteOptions;
import dev.keyturn.devcluster.resource.Written;
import dev.keyturn.devcluster.store.FieldSelector;
import dev.keyturn.devcluster.store.LabelSelector;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.table.Tables;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Answers requests for stored objects. */
final class ResourceEndpoint {
  private static final int MANAGER_NAME_LIMIT = 128;

  private final ObjectStore store;
  private final KindCatalog catalog;
  private final ResourceReader reader;
  private final ResourceWriter writer;
  private final ResourceRemover remover;
  private final Tables tables;
  private final Faults faults;
  private final LongSupplier nanoTime;
  private final Duration bookmarkInterval;

  ResourceEndpoint(
      ObjectStore store,
      KindCatalog catalog,
      ResourceWriter writer,
      ResourceRemover remover,
      Tables tables,
      Faults faults,
      LongSupplier nanoTime,
      Duration bookmarkInterval) {
    this.store = store;
    this.catalog = catalog;
    this.reader = new ResourceReader(store);
    this.writer = writer;
    this.remover = remover;
    this.tables = tables;
    this.faults = faults;
    this.nanoTime = nanoTime;
    this.bookmarkInterval = bookmarkInterval;
  }

  Answer answer(Target target, ApiRequest request) {
    Representation form = Representation.of(tables, target.kind(), request);
    boolean collection = target.name().isEmpty();
    return switch (request.method()) {
      case "GET" -> {
        if (request.watches()) {
          yield watch(target, request, form);
        }
        yield collection
            ? Answer.Document.ok(form.list(reader.list(target, listOptions(target, request))))
            : Answer.Document.ok(
                form.one(reader.get(target, request.parameter("resourceVersion"))));
      }
      case "POST" -> {
        if (!collection) {
          throw ApiException.methodNotAllowed();
        }
        yield written(writer.create(target, request.object(), writeOptions(request)), form);
      }
      case "PUT" -> {
        requireName(target);
        yield written(writer.update(target, request.object(), writeOptions(request)), form);
      }
      case "PATCH" -> {
        requireName(target);
        yield written(patch(target, request), form);
      }
      case "DELETE" ->
          collection
              ? deleteAll(target, request, form)
              : Answer.Document.ok(remover.delete(target, deleteOptions(request)));
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private static void requireName(Target target) {
    if (target.name().isEmpty()) {
      throw ApiException.methodNotAllowed();
    }
  }

  private static Answer written(Written written, Representation form) {
    return new Answer.Document(
        written.created() ? 201 : 200, form.one(written.object()), written.warnings());
  }

  private Answer watch(Target target, ApiRequest request, Representation form) {
    WatchRequest watch = WatchRequest.of(target, listOptions(target, request), request);
    return new Answer.Stream(
        new WatchStream(watch, form, store, catalog, faults, nanoTime, bookmarkInterval));
  }

  private static ListOptions listOptions(Target target, ApiRequest request) {
    String fields = request.parameter("fieldSelector");
    if (!target.name().isEmpty()) {
      fields = "metadata.name=" + target.name();
    }
    return new ListOptions(
        LabelSelector.parse(request.parameter("labelSelector")),
        FieldSelector.parse(fields, target.kind()),
        request.number("limit"),
        request.parameter("continue"),
        request.parameter("resourceVersion"),
        request.parameter("resourceVersionMatch"));
  }

  private Answer deleteAll(Target target, ApiRequest request, Representation form) {
    DeleteOptions options = deleteOptions(request);
    ListPage page = reader.list(target, listOptions(target, request));
    for (ObjectNode item : page.items()) {
      Target one =
          new Target(
              target.kind(),
              Json.text(item, "metadata", "namespace"),
              Json.text(item, "metadata", "name"),
              "");
      try {
        remover.delete(one, options);
      } catch (ApiException e) {
        if (e.code() != 404) {
          throw e;
        }
      }
    }
    return Answer.Document.ok(form.list(page));
  }

  private static WriteOptions writeOptions(ApiRequest request) {
    String manager = request.parameter("fieldManager");
    if (manager.length() > MANAGER_NAME_LIMIT) {
      throw optionsInvalid(
          request,
          Cause.tooLong(
              "fieldManager", "may not be more than %d bytes".formatted(MANAGER_NAME_LIMIT)));
    }
    if (manager.isEmpty()) {
      if (request.applies()) {
        throw optionsInvalid(
            request, Cause.required("fieldManager", "is required for apply patch"));
      }
      String agent = request.userAgent().split("/", 2)[0];
      manager = agent.isEmpty() ? "unknown" : agent;
    }
    return new WriteOptions(
        manager,
        isDryRun(request),
        FieldValidation.parse(request.parameter("fieldValidation")),
        request.flag("force"));
  }

  private static boolean isDryRun(ApiRequest request) {
    String text = request.parameter("dryRun");
    if (!text.isEmpty() && !text.equals("All")) {
      throw optionsInvalid(
          request,
          Cause.unsupported("dryRun", "[\"%s\"]: supported values: \"All\"".formatted(text)));
    }
    return text.equals("All");
  }

  private static ApiException optionsInvalid(ApiRequest request, Cause cause) {
    String kind =
        switch (request.method()) {
          case "POST" -> "CreateOptions";
          case "PUT" -> "UpdateOptions";
          default -> "PatchOptions";
        };
    return ApiException.invalid("meta.k8s.io", kind, "", List.of(cause));
  }

  private Written patch(Target target, ApiRequest request) {
    WriteOptions options = writeOptions(request);
    ResourceKind kind = target.kind();
    return switch (request.contentType()) {
      case "application/apply-patch+yaml" -> writer.apply(target, request.object(), options);
      case "application/json-patch+json" -> {
        JsonNode patch = request.document();
        yield writer.patch(target, options, live -> JsonPatch.apply(live, patch));
      }
      case "application/merge-patch+json" -> {
        ObjectNode patch = request.object();
        Mutation mutation = live -> MergePatch.apply(live, patch).deepCopy();
        yield writer.patch(target, options, mutation);
      }
      case "application/strategic-merge-patch+json" -> {
        if (kind.custom()) {
          throw unknownPatch();
        }
        ObjectNode patch = request.object();
        yield writer.patch(
            target,
            options,
            live -> StrategicMergePatch.apply(live, patch, kind.schema()).deepCopy());
      }
      default -> throw unknownPatch();
    };
  }

  private static ApiException unknownPatch() {
    return ApiException.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml");
  }

  private static DeleteOptions deleteOptions(ApiRequest request) {
    ObjectNode body = request.body().length == 0 ? Json.object() : request.object();
    String policy = Json.text(body, "propagationPolicy") + request.parameter("propagationPolicy");
    boolean orphans = body.path("orphanDependents").asBoolean(request.flag("orphanDependents"));
    DeleteOptions.Propagation propagation =
        switch (policy) {
          case "Foreground" -> DeleteOptions.Propagation.FOREGROUND;
          case "Orphan" -> DeleteOptions.Propagation.ORPHAN;
          default ->
              orphans ? DeleteOptions.Propagation.ORPHAN : DeleteOptions.Propagation.BACKGROUND;
        };
    boolean dryRun =
        Json.elements(body, "dryRun").stream().anyMatch(value -> value.asText().equals("All"))
            || request.parameter("dryRun").equals("All");
    return new DeleteOptions(
        Json.text(body, "preconditions", "uid"),
        Json.text(body, "preconditions", "resourceVersion"),
        propagation,
        dryRun);
  }
}
