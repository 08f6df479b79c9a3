package dev.keyturn.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLineEncoderTest {
  private static final String CANARY = "c4n4ry";

  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

  @BeforeEach
  void context() {
    context.setMDCAdapter(mdc);
  }

  private String line(String logger, Consumer<Logger> log) {
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger source = context.getLogger(logger);
    source.setLevel(Level.TRACE);
    source.addAppender(events);
    log.accept(source);
    return new String(new JsonLineEncoder().encode(events.list.getLast()), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> read(String line) throws IOException {
    return new ObjectMapper().readValue(line, Map.class);
  }

  @Test
  void aLineIsOneObjectWithKnownKeys() throws IOException {
    String line =
        line(
            "dev.keyturn.operator.source",
            log ->
                log.atWarn()
                    .addKeyValue("namespace", "shop")
                    .addKeyValue("attempt", 3)
                    .addKeyValue("password", CANARY)
                    .log("a read failed"));
    assertThat(line).endsWith("}\n").doesNotContain(CANARY);
    assertThat(read(line))
        .containsOnlyKeys("ts", "level", "msg", "logger", "namespace", "attempt")
        .containsEntry("level", "WARN")
        .containsEntry("msg", "a read failed")
        .containsEntry("attempt", "3");
  }

  @Test
  void argumentsOfAPatternAreNotWritten() throws IOException {
    String line = line("io.fabric8.kubernetes", log -> log.info("body {} of {}", CANARY, CANARY));
    assertThat(read(line)).containsEntry("msg", "body {} of {}");
  }

  @Test
  void ofAThrowableOnlyClassesAndOurFramesAreWritten() throws IOException {
    Exception thrown = new IllegalStateException(CANARY, new IOException("cannot parse " + CANARY));
    thrown.addSuppressed(new IOException(CANARY));
    String line = line("dev.keyturn.operator", log -> log.error("a pass threw", thrown));
    assertThat(line).doesNotContain(CANARY);
    assertThat(read(line).get("error"))
        .startsWith("java.lang.IllegalStateException at operator.observe.JsonLineEncoderTest.")
        .contains(" < java.io.IOException")
        .doesNotContain("org.junit");
  }

  @Test
  void controlCharactersCannotForgeALine() throws IOException {
    String line =
        line(
            "dev.keyturn.operator",
            log -> log.atInfo().addKeyValue("name", "a\n{\"level\":\"x\"}\u001b[31m").log("x"));
    assertThat(line.strip()).doesNotContain("\n", "\u001b");
    assertThat(read(line)).containsEntry("name", "a{\"level\":\"x\"}[31m");
  }

  @Test
  void theResourceThatTheFrameworkWorksOnIsNamed() throws IOException {
    mdc.put("resource.namespace", "shop");
    mdc.put("resource.spec", CANARY);
    assertThat(read(line("io.javaoperatorsdk.operator", log -> log.info("x"))))
        .containsEntry("namespace", "shop")
        .doesNotContainValue(CANARY);
  }

  @Test
  void aValueHasABound() throws IOException {
    String line =
        line(
            "dev.keyturn.operator",
            log -> log.atInfo().addKeyValue("name", "n".repeat(9999)).log("x"));
    assertThat(read(line).get("name")).hasSize(512);
  }
}
