package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.answer;
import static dev.keyturn.operator.engine.plan.PlanFixture.entry;
import static dev.keyturn.operator.engine.plan.PlanFixture.extract;
import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static dev.keyturn.operator.engine.plan.PlanFixture.target;
import static dev.keyturn.operator.engine.plan.PlanFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A value that fails on its way shows nowhere, whatever it is written as. */
class NoValueLeaksTest {
  private static final String CANARY = "c4n&ry v@lue/7";
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Level before = Level.INFO;

  @BeforeEach
  void listen() {
    before = ROOT.getLevel();
    ROOT.setLevel(Level.TRACE);
    lines.start();
    ROOT.addAppender(lines);
  }

  @AfterEach
  void leave() {
    ROOT.detachAppender(lines);
    ROOT.setLevel(before);
  }

  static Stream<Arguments> failingPaths() {
    String member = "{\"a\":\"" + CANARY + "\"}";
    return Stream.of(
        Arguments.of("a template that fails", templated("{{ fail .a }}"), member),
        Arguments.of("a template over its budget", templated("{{ repeat 99999999 .a }}"), member),
        Arguments.of("a template that parses JSON", templated("{{ fromJson .a }}"), member),
        Arguments.of("a template that casts", templated("{{ atoi .a | div 1 0 }}"), member),
        Arguments.of("a template's index", templated("{{ index .a 99 }}"), member),
        Arguments.of("a template's date", templated("{{ required \"x\" .b }}"), member),
        Arguments.of(
            "a template that matches",
            templated("{{ regexMatch .a .a }}"),
            "{\"a\":\"[" + CANARY + "\"}"),
        Arguments.of("an extract of no object", spec(null, null, List.of(extract("shop"))), CANARY),
        Arguments.of(
            "a broken object", spec(null, null, List.of(extract("shop"))), "{\"a\":\"" + CANARY),
        Arguments.of(
            "a key from the backend",
            spec(null, null, List.of(extract("shop"))),
            "{\"" + "k".repeat(260) + CANARY + "\":1}"),
        Arguments.of(
            "two keys that collide",
            spec(null, null, List.of(extract("shop"))),
            "{\"" + CANARY + "\":1,\"" + CANARY.replace('&', '@') + "\":2}"),
        Arguments.of("a property of no object", spec(entry("a", "shop", "a.b.c")), member),
        Arguments.of("wrong base64", decoded("Base64"), CANARY),
        Arguments.of("wrong base64url", decoded("Base64URL"), CANARY),
        Arguments.of("no TLS pair", typed("kubernetes.io/tls", "tls.crt"), CANARY),
        Arguments.of(
            "no docker config",
            typed("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
            CANARY),
        Arguments.of("too large", spec(entry("a", "shop", null)), CANARY.repeat(90_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failingPaths")
  void aFailureTellsNothingOfTheValue(String path, SecretSyncSpec spec, String payload) {
    Step step = answer(new World(spec).observed(), Map.of("shop", value(payload)));
    assertThat(step).isInstanceOf(Step.Failed.class);
    Problem why = ((Step.Failed) step).why();
    List<String> shown = new ArrayList<>(List.of(step.toString(), Messages.of(why)));
    lines.list.forEach(line -> shown.add(line.getFormattedMessage() + line.getKeyValuePairs()));
    assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase(disguises()));
  }

  private static String[] disguises() {
    byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(bytes);
    return new String[] {
      CANARY,
      "c4n",
      encoded.substring(0, 16),
      Base64.getUrlEncoder().encodeToString(bytes).substring(0, 16),
      URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
      HexFormat.of().formatHex(bytes)
    };
  }

  private static SecretSyncSpec templated(String text) {
    return spec(target(null, null, "out", text), List.of(entry("a", "shop", "a")), null);
  }

  private static SecretSyncSpec typed(String type, String key) {
    return spec(target(type, null), List.of(entry(key, "shop", null)), null);
  }

  private static SecretSyncSpec decoded(String strategy) {
    return spec(PlanFixture.entry("a", PlanFixture.reference("shop", null, null, strategy), null));
  }
}
