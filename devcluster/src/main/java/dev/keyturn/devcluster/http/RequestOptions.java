package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.resource.DeleteOptions;
import dev.keyturn.devcluster.resource.FieldValidation;
import dev.keyturn.devcluster.resource.ListOptions;
import dev.keyturn.devcluster.resource.Target;
import dev.keyturn.devcluster.resource.WriteOptions;
import dev.keyturn.devcluster.store.FieldSelector;
import dev.keyturn.devcluster.store.LabelSelector;
import java.util.List;

/**
 * Reads the options of a request (meta/v1 CreateOptions, ListOptions, ...); 422 for a wrong one.
 */
final class RequestOptions {
  private static final int MANAGER_NAME_LIMIT = 128;

  private RequestOptions() {}

  static ListOptions list(Target target, ApiRequest request) {
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

  static WriteOptions write(ApiRequest request) {
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
          case "DELETE" -> "DeleteOptions";
          default -> "PatchOptions";
        };
    return ApiException.invalid("meta.k8s.io", kind, "", List.of(cause));
  }

  /** From the body when there is one, from the query otherwise: never from both. */
  static DeleteOptions delete(ApiRequest request) {
    if (request.body().length == 0) {
      return new DeleteOptions(
          "",
          "",
          propagation(request.parameter("propagationPolicy"), request.flag("orphanDependents")),
          isDryRun(request));
    }
    ObjectNode body = request.object();
    return new DeleteOptions(
        Json.text(body, "preconditions", "uid"),
        Json.text(body, "preconditions", "resourceVersion"),
        propagation(
            Json.text(body, "propagationPolicy"), body.path("orphanDependents").asBoolean(false)),
        Json.elements(body, "dryRun").stream().anyMatch(value -> value.asText().equals("All")));
  }

  private static DeleteOptions.Propagation propagation(String policy, boolean orphans) {
    return switch (policy) {
      case "" -> orphans ? DeleteOptions.Propagation.ORPHAN : DeleteOptions.Propagation.BACKGROUND;
      case "Background" -> DeleteOptions.Propagation.BACKGROUND;
      case "Foreground" -> DeleteOptions.Propagation.FOREGROUND;
      case "Orphan" -> DeleteOptions.Propagation.ORPHAN;
      default ->
          throw ApiException.invalid(
              "meta.k8s.io",
              "DeleteOptions",
              "",
              List.of(
                  Cause.unsupported(
                      "propagationPolicy",
                      "\"%s\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
                          .formatted(policy))));
    };
  }
}
