package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses templates and keeps the last 2,000 by the SHA-256 of their text, so that a text is parsed
 * once however many keys and syncs use it. Safe for any number of threads.
 */
public final class Templates {
  private static final int KEPT = 2_000;

  private final Limits limits;
  private final FunctionTable functions = FunctionTable.create();
  private final Map<String, Template> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Template> eldest) {
          return size() > KEPT;
        }
      };

  public Templates(Limits limits) {
    this.limits = limits;
  }

  /**
   * The template of this text; rejected texts are not kept.
   *
   * @param name the key that it renders, for failures
   */
  public ParseOutcome parse(String name, String text) {
    String digest = digest(text.getBytes(StandardCharsets.UTF_8));
    @Nullable Template known = lookUp(digest);
    if (known != null) {
      return new ParseOutcome.Parsed(known.named(name));
    }
    ParseOutcome outcome = parseUnkept(name, text);
    if (outcome instanceof ParseOutcome.Parsed(Template template)) {
      keep(digest, template);
    }
    return outcome;
  }

  /** The same, and nothing of it is kept: for a text that is a secret itself. */
  public ParseOutcome parseUnkept(String name, String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > limits.textBytes()) {
      return new ParseOutcome.Rejected(
          new TemplateFailure(name, 1, 1, Reason.TEXT_BUDGET, Optional.empty(), Optional.empty()));
    }
    try {
      Parser.Source source = Parser.parse(text, functions, limits.depth());
      return new ParseOutcome.Parsed(Template.of(name, source, functions));
    } catch (TemplateFault fault) {
      return new ParseOutcome.Rejected(fault.failure(name));
    }
  }

  private @Nullable Template lookUp(String digest) {
    synchronized (cache) {
      return cache.get(digest);
    }
  }

  private void keep(String digest, Template template) {
    synchronized (cache) {
      cache.put(digest, template);
    }
  }

  /** Number of templates kept now. */
  int size() {
    synchronized (cache) {
      return cache.size();
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256");
    }
  }
}
