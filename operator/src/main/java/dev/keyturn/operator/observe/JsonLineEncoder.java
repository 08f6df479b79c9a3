package dev.keyturn.operator.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object per line with a fixed set of keys. Of a throwable it writes class names and our
 * own frames, never a message: the messages of parsers and clients quote what they were given. Of a
 * foreign logger's line it writes the pattern, never the arguments.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final String OURS = "dev.keyturn.";
  private static final int LONGEST_VALUE = 512;
  private static final Set<String> KEYS =
      Set.of(
          "kind",
          "namespace",
          "name",
          "generation",
          "reconcileId",
          "traceId",
          "store",
          "provider",
          "operation",
          "class",
          "detail",
          "attempt",
          "durationMs",
          "shard",
          "error",
          "count",
          "reason",
          "flag",
          "version",
          "address",
          "component");

  private static final Map<String, String> CONTEXT =
      Map.of(
          "resource.kind", "kind",
          "resource.namespace", "namespace",
          "resource.name", "name",
          "resource.generation", "generation");

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("ts", event.getInstant().toString());
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("msg", clean(event.getMessage()));
      out.writeStringField("logger", event.getLoggerName());
      writeContext(out, event);
      writeError(out, event.getThrowableProxy());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void writeContext(JsonGenerator out, ILoggingEvent event) throws IOException {
    Set<String> written = new HashSet<>();
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (KEYS.contains(pair.key) && written.add(pair.key)) {
          out.writeStringField(pair.key, clean(String.valueOf(pair.value)));
        }
      }
    }
    for (Map.Entry<String, String> entry : CONTEXT.entrySet()) {
      String value = event.getMDCPropertyMap().get(entry.getKey());
      if (value != null && written.add(entry.getValue())) {
        out.writeStringField(entry.getValue(), clean(value));
      }
    }
  }

  private static void writeError(JsonGenerator out, @Nullable IThrowableProxy thrown)
      throws IOException {
    if (thrown == null) {
      return;
    }
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (IThrowableProxy cause = thrown; cause != null && depth < 8; cause = cause.getCause()) {
      text.append(depth++ == 0 ? "" : " < ").append(cause.getClassName());
      for (var frame : cause.getStackTraceElementProxyArray()) {
        StackTraceElement element = frame.getStackTraceElement();
        if (element.getClassName().startsWith(OURS)) {
          text.append(" at ").append(element.getClassName().substring(OURS.length()));
          text.append('.').append(element.getMethodName()).append(':');
          text.append(element.getLineNumber());
        }
      }
    }
    out.writeStringField("error", text.substring(0, Math.min(text.length(), 2000)));
  }

  /** Control characters could forge a line in a terminal. */
  private static String clean(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder cleaned = new StringBuilder(Math.min(text.length(), LONGEST_VALUE));
    for (int i = 0; i < text.length() && cleaned.length() < LONGEST_VALUE; i++) {
      char character = text.charAt(i);
      if (!Character.isISOControl(character)) {
        cleaned.append(character);
      }
    }
    return cleaned.toString();
  }
}
