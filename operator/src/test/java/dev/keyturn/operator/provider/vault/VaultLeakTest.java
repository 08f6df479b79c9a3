package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever a server says and however it fails: no log, failure or stream repeats it. */
class VaultLeakTest {
  private static final String CANARY = "kt-canary-7f3a";
  private static final List<String> FORMS =
      List.of(CANARY, Base64.getEncoder().encodeToString(CANARY.getBytes(UTF_8)));

  private final VaultFixture fixture = new VaultFixture();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final java.util.logging.Logger jdkRoot = LogManager.getLogManager().getLogger("");
  private final java.util.logging.Level jdkLevel = jdkRoot.getLevel();
  private final JdkRecords jdkLogged = new JdkRecords();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static final class JdkRecords extends Handler {
    final List<String> texts = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord record) {
      texts.add(record.getMessage() + " " + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
    jdkRoot.addHandler(jdkLogged);
    jdkRoot.setLevel(java.util.logging.Level.ALL);
    PrintStream stream = new PrintStream(printed, true, UTF_8);
    System.setOut(stream);
    System.setErr(stream);
  }

  @AfterEach
  void stop() {
    System.setOut(realOut);
    System.setErr(realErr);
    root.detachAppender(logged);
    root.setLevel(level);
    jdkRoot.removeHandler(jdkLogged);
    jdkRoot.setLevel(jdkLevel);
    fixture.close();
  }

  private record Fault(String name, ScriptedServer.Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Operation(String name, Function<ProviderClient, Outcome<?>> run) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Fault> faults() {
    String form = String.join(" ", FORMS);
    String broken =
        "{\"auth\":{\"client_token\":\"" + form + "\n\"},\"data\":{\"data\":{\"a\":" + form;
    return Stream.of(
        status(200, broken),
        status(200, "<html>" + form),
        status(200, "{\"" + form + "\":1,\"" + form + "\":2}"),
        status(
            200,
            "{\"data\":{\"data\":{\"a\":\""
                + form
                + "\"},\"metadata\":{\"version\":\""
                + form
                + "\"}}}"),
        status(
            200,
            "{\"data\":{\"ttl\":\""
                + form
                + "\"},\"auth\":{\"lease_duration\":\""
                + form
                + "\"},\"sealed\":\""
                + form
                + "\"}"),
        status(400, "{\"errors\":[\"" + form + "\"]}"),
        status(403, "{\"errors\":[\"" + form + "\"]}"),
        status(404, form),
        status(412, form),
        status(500, form),
        status(503, form),
        new Fault(
            "odd headers",
            (request, peer) ->
                peer.answer(
                    429, "Retry-After: " + CANARY + "\r\nLocation: " + CANARY + "\r\n", form)),
        new Fault(
            "redirect",
            (request, peer) ->
                peer.answer(307, "Location: https://" + CANARY + ".example/\r\n", form)),
        new Fault("odd status", (request, peer) -> peer.raw("HTTP/1.1 abc " + form + "\r\n\r\n")),
        new Fault(
            "odd length",
            (request, peer) ->
                peer.raw("HTTP/1.1 200 OK\r\nContent-Length: " + CANARY + "\r\n\r\n")),
        new Fault(
            "reset in the body",
            (request, peer) -> {
              peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"a\":\"" + form);
              peer.reset();
            }),
        new Fault(
            "silence in the body",
            (request, peer) -> {
              peer.raw("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"a\":\"" + form);
              peer.awaitHangUp();
            }),
        new Fault(
            "encoded",
            (request, peer) -> peer.answer(200, "Content-Encoding: " + CANARY + "\r\n", form)));
  }

  private static Fault status(int status, String body) {
    return new Fault(status + " " + body.length(), (request, peer) -> peer.json(status, body));
  }

  private static Stream<Operation> operations() {
    Session session = VaultFixture.session(VaultFixture.TOKEN + CANARY);
    return Stream.of(
        new Operation("login", client -> client.login(soon())),
        new Operation("renew", client -> client.renew(session, soon())),
        new Operation("revoke", client -> client.revoke(session, soon())),
        new Operation("probe", client -> client.probe(soon())),
        new Operation(
            "read", client -> client.read(newest("app"), new Call(session, soon(), "audit"))));
  }

  private static Deadline soon() {
    return ample().atMost(Duration.ofMillis(400));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingRepeatsTheCanary(Fault fault) {
    Map<String, String> secrets =
        Map.of(
            VaultAuth.TOKEN, "hvs." + CANARY,
            VaultAuth.ROLE_ID, CANARY,
            VaultAuth.SECRET_ID, CANARY,
            VaultAuth.JWT, CANARY);
    List<VaultAuth> methods =
        List.of(
            new VaultAuth.Token(),
            new VaultAuth.AppRole("approle", Optional.empty()),
            new VaultAuth.Kubernetes("kubernetes", "shop", "vault"));
    for (VaultAuth method : methods) {
      try (ProviderClient client = fixture.client(fixture.config(method), secrets)) {
        operations().forEach(operation -> failsQuietly(client, operation, fault));
      }
    }
    assertThat(logged.list).isNotNull().allSatisfy(event -> assertQuiet(text(event)));
    assertThat(jdkLogged.texts).allSatisfy(VaultLeakTest::assertQuiet);
    assertQuiet(printed.toString(UTF_8));
  }

  private void failsQuietly(ProviderClient client, Operation operation, Fault fault) {
    fixture.vault.faults.clear();
    for (int repeat = 0; repeat < 4; repeat++) {
      fixture.next(fault.script());
    }
    Outcome<?> outcome = operation.run().apply(client);
    assertQuiet(outcome.toString());
  }

  private static void assertQuiet(String text) {
    assertThat(text).doesNotContain(FORMS);
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }
}
