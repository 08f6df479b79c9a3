package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.conformance.Script.Step;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.HttpCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One run of one script against one server, in a namespace of its own. Used by one thread. */
final class ScriptRunner {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration EVENTUALLY = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final TestServer server;
  private final HttpCaller caller;
  private final Script script;
  private final String namespace;
  private final Variables variables = new Variables();
  private final Map<String, WatchReader> watches = new HashMap<>();
  private final List<Transcript.Entry> entries = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final Set<String> masked = new HashSet<>();

  private ScriptRunner(TestServer server, Script script) {
    this.server = server;
    caller = server.caller();
    this.script = script;
    namespace = "conformance-" + UUID.randomUUID().toString().substring(0, 8);
    variables.set("namespace", namespace);
    variables.set("core", "/api/v1/namespaces/" + namespace);
    variables.set(
        "widgets", "/apis/conformance.keyturn.dev/v1/namespaces/" + namespace + "/widgets");
  }

  static Transcript run(TestServer server, Script script) {
    return new ScriptRunner(server, script).run();
  }

  private Transcript run() {
    ObjectNode body = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    body.putObject("metadata").put("name", namespace);
    caller.post("/api/v1/namespaces", body).orThrow();
    try {
      for (Step step : script.steps()) {
        run(step);
      }
      return new Transcript(script.name(), namespace, masked, entries, broken);
    } catch (IOException e) {
      throw new UncheckedIOException(script.name(), e);
    } finally {
      watches.values().forEach(ScriptRunner::close);
      caller.delete("/api/v1/namespaces/" + namespace);
    }
  }

  private void run(Step step) throws IOException {
    if (step.forget()) {
      server.forgetHistory();
      return;
    }
    if (step.watch() != null) {
      watches.put(step.name(), WatchReader.open(caller, variables.expand(step.watch())));
      return;
    }
    ObjectNode answer = answer(step);
    step.captures().forEach((name, pointer) -> variables.capture(name, at(answer, pointer)));
    step.masks().forEach(name -> masked.add(variables.get(name)));
    complaints(step, answer)
        .forEach(complaint -> broken.add(step.name() + ": " + complaint + " in " + answer));
    entries.add(new Transcript.Entry(step.name(), compared(step, answer)));
  }

  private ObjectNode answer(Step step) {
    String watched = step.collect();
    if (watched != null) {
      WatchReader reader = watches.get(watched);
      if (reader == null) {
        throw new IllegalArgumentException("no watch step is called " + watched);
      }
      return reader.collect(step.events());
    }
    long started = System.nanoTime();
    ObjectNode answer = request(step);
    while (step.eventually()
        && !complaints(step, answer).isEmpty()
        && System.nanoTime() - started < EVENTUALLY.toNanos()) {
      pause();
      answer = request(step);
    }
    return answer;
  }

  private ObjectNode request(Step step) {
    String line = step.request();
    if (line == null) {
      throw new IllegalArgumentException(step.name() + " neither asks, watches nor collects");
    }
    String[] methodAndPath = variables.expand(line).split(" ", 2);
    String type = step.contentType() == null ? "application/json" : step.contentType();
    HttpCaller prepared = step.accept() == null ? caller : caller.with("Accept", step.accept());
    Answer answer = prepared.call(methodAndPath[0], methodAndPath[1], type, body(step));
    ObjectNode result = JSON.createObjectNode().put("status", answer.status());
    result.put(
        "contentType",
        answer
            .headers()
            .firstValue("Content-Type")
            .map(ScriptRunner::withoutParameters)
            .orElse(""));
    return result.set("body", parsed(answer));
  }

  private String body(Step step) {
    String text = step.text();
    JsonNode body = step.body();
    return variables.expand(text != null ? text : body != null ? body.toString() : "");
  }

  private static String withoutParameters(String contentType) {
    int end = contentType.indexOf(';');
    return end < 0 ? contentType : contentType.substring(0, end);
  }

  private static JsonNode parsed(Answer answer) {
    try {
      return JSON.readTree(answer.text());
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(answer.text());
    }
  }

  private List<String> complaints(Step step, ObjectNode answer) {
    List<String> complaints = new ArrayList<>();
    step.expectations()
        .forEach((where, value) -> {
          JsonNode expected = expanded(value);
          JsonNode actual = where.equals("status") ? answer.path(where) : at(answer, where);
          boolean holds = expected.isNull() ? actual.isMissingNode() : actual.equals(expected);
          if (!holds) {
            complaints.add(where + " is " + actual + ", not " + expected);
          }
        });
    return complaints;
  }

  private JsonNode expanded(JsonNode value) {
    return value.isTextual()
        ? JSON.getNodeFactory().textNode(variables.expand(value.asText()))
        : value;
  }

  /** Pointers of scripts begin at the body, or at the list of events. */
  private static JsonNode at(ObjectNode answer, String pointer) {
    return (answer.has("body") ? answer.path("body") : answer.path("events")).at(pointer);
  }

  private static JsonNode compared(Step step, ObjectNode answer) {
    if (step.compared().isEmpty()) {
      return answer;
    }
    ObjectNode part = JSON.createObjectNode().set("status", answer.path("status"));
    for (String pointer : step.compared()) {
      JsonNode value = at(answer, pointer);
      if (!value.isMissingNode()) {
        part.set(pointer, value);
      }
    }
    return part;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void close(WatchReader watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
