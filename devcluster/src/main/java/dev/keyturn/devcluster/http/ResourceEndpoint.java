package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.patch.JsonPatch;
import dev.keyturn.devcluster.patch.MergePatch;
import dev.keyturn.devcluster.patch.StrategicMergePatch;
import dev.keyturn.devcluster.resource.DeleteOptions;
import dev.keyturn.devcluster.resource.ListOptions;
import dev.keyturn.devcluster.resource.ListPage;
import dev.keyturn.devcluster.resource.Mutation;
import dev.keyturn.devcluster.resource.ResourceReader;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.resource.WriteOptions;
import dev.keyturn.devcluster.resource.Written;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.table.Tables;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Answers requests for stored objects. */
final class ResourceEndpoint {
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
            ? Answer.Document.ok(form.list(list(target, request)))
            : Answer.Document.ok(
                form.one(reader.get(target, request.parameter("resourceVersion"))));
      }
      case "POST" -> {
        if (!collection) {
          throw ApiException.methodNotAllowed();
        }
        yield written(writer.create(target, request.object(), RequestOptions.write(request)), form);
      }
      case "PUT" -> {
        requireName(target);
        yield written(writer.update(target, request.object(), RequestOptions.write(request)), form);
      }
      case "PATCH" -> {
        requireName(target);
        yield written(patch(target, request), form);
      }
      case "DELETE" ->
          collection
              ? deleteAll(target, request, form)
              : Answer.Document.ok(remover.delete(target, RequestOptions.delete(request)));
      default -> throw ApiException.methodNotAllowed();
    };
  }

  private ListPage list(Target target, ApiRequest request) {
    ListOptions options = RequestOptions.list(target, request);
    String resource = target.kind().plural();
    if (!options.continueToken().isEmpty()) {
      if (faults.takeExpiredPage(resource)) {
        throw ApiException.expired("The provided continue parameter is too old");
      }
      return reader.list(target, options);
    }
    return reader.list(
        target, faults.listedAt(resource).map(version -> options.at(version)).orElse(options));
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
    WatchRequest watch = WatchRequest.of(target, RequestOptions.list(target, request), request);
    return new Answer.Stream(
        new WatchStream(watch, form, store, catalog, faults, nanoTime, bookmarkInterval));
  }

  private Answer deleteAll(Target target, ApiRequest request, Representation form) {
    DeleteOptions options = RequestOptions.delete(request);
    ListPage page = reader.list(target, RequestOptions.list(target, request));
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

  private Written patch(Target target, ApiRequest request) {
    WriteOptions options = RequestOptions.write(request);
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
          throw unknownPatch(kind);
        }
        ObjectNode patch = request.object();
        yield writer.patch(
            target,
            options,
            live -> StrategicMergePatch.apply(live, patch, kind.schema()).deepCopy());
      }
      default -> throw unknownPatch(kind);
    };
  }

  private static ApiException unknownPatch(ResourceKind kind) {
    String message =
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml";
    return kind.custom()
        ? ApiException.unsupportedMediaType(message)
        : ApiException.unroutableMediaType(message);
  }
}
