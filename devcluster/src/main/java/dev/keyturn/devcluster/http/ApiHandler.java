package dev.keyturn.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.fault.RequestFault;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.ledger.RecordedRequest;
import dev.keyturn.devcluster.ledger.RequestLedger;
import dev.keyturn.devcluster.protobuf.ProtobufDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one HTTP exchange from its first byte to its last. */
final class ApiHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

  private final Authentication authentication;
  private final Router router;
  private final RequestLedger ledger;
  private final Faults faults;
  private final ProtobufDecoder protobuf = new ProtobufDecoder();

  ApiHandler(Authentication authentication, Router router, RequestLedger ledger, Faults faults) {
    this.authentication = authentication;
    this.router = router;
    this.ledger = ledger;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      serve(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException, InterruptedException {
    Answer answer;
    try {
      Optional<Answer> made = answer(exchange);
      if (made.isEmpty()) {
        return;
      }
      answer = made.get();
    } catch (ApiException e) {
      answer = new Answer.Document(e.code(), e.status(), List.of());
    } catch (RuntimeException e) {
      // The class and the place only: a message could quote the object.
      LOG.error("request failed: {} at {}", e.getClass().getName(), e.getStackTrace()[0]);
      ApiException failure = ApiException.internal(e.getClass().getSimpleName());
      answer = new Answer.Document(500, failure.status(), List.of());
    }
    switch (answer) {
      case Answer.Document document -> send(exchange, document);
      case Answer.Plain plain -> send(exchange, plain.status(), plain.contentType(), plain.body());
      case Answer.Stream stream -> stream(exchange, stream.watch());
    }
  }

  /** Empty when the answer is to be lost. */
  private Optional<Answer> answer(HttpExchange exchange) throws IOException, InterruptedException {
    boolean upgrade =
        exchange.getRequestHeaders().containsKey("Upgrade")
            && !"h2c".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"));
    ApiRequest request = ApiRequest.read(exchange, protobuf);
    Optional<ResourcePath> path = ResourcePath.parse(request.path());
    faults.awaitResumed();
    boolean lost = false;
    boolean garbled = false;
    boolean repeated = false;
    if (path.isPresent()) {
      RecordedRequest recorded = recorded(path.get(), request, upgrade);
      ledger.record(recorded);
      for (RequestFault fault : faults.take(recorded)) {
        switch (fault) {
          case RequestFault.Refused refused ->
              throw ApiException.injected(refused.status(), refused.retryAfter().toSeconds());
          case RequestFault.Delayed delayed -> Thread.sleep(delayed.delay());
          case RequestFault.ReplyLost reply -> lost = true;
          case RequestFault.Garbled half -> garbled = true;
          case RequestFault.Repeated twice -> repeated = true;
          case RequestFault.Unanswered unanswered -> {
            return Optional.empty();
          }
        }
      }
    }
    if (upgrade) {
      throw ApiException.badRequest("only plain HTTP watches are served");
    }
    try {
      String user = authentication.userName(exchange);
      if (repeated) {
        var unheard = router.resource(path.orElseThrow(), request, user);
      }
      Answer answer =
          path.isPresent() ? router.resource(path.get(), request, user) : router.other(request);
      if (lost) {
        return Optional.empty();
      }
      return Optional.of(garbled && answer instanceof Answer.Document whole ? half(whole) : answer);
    } catch (ApiException e) {
      if (lost) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Answer half(Answer.Document whole) {
    byte[] body = Json.bytes(whole.body());
    return new Answer.Plain(
        whole.status(), "application/json", Arrays.copyOf(body, body.length / 2));
  }

  private static RecordedRequest recorded(ResourcePath path, ApiRequest request, boolean upgrade) {
    boolean collection = path.name().isEmpty();
    String verb =
        switch (request.method()) {
          case "GET" ->
              upgrade ? "upgrade" : request.watches() ? "watch" : collection ? "list" : "get";
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> request.applies() ? "apply" : "patch";
          case "DELETE" -> collection ? "deletecollection" : "delete";
          default -> request.method();
        };
    return new RecordedRequest(
        verb,
        path.group(),
        path.plural(),
        path.subresource(),
        path.namespace(),
        path.name(),
        request.userAgent());
  }

  private static void send(HttpExchange exchange, Answer.Document document) throws IOException {
    JsonNode retry = document.body().path("details").path("retryAfterSeconds");
    if (document.status() >= 400 && retry.isNumber()) {
      exchange.getResponseHeaders().set("Retry-After", retry.asText());
    }
    for (String warning : document.warnings()) {
      String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
      exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
    }
    send(exchange, document.status(), "application/json", Json.bytes(document.body()));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void stream(HttpExchange exchange, WatchStream watch)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      watch.run(out);
    }
  }
}
