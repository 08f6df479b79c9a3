package dev.keyturn.cli.migrate.vso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.FieldRemarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Writes which keys the Secret has: those of templates, and of the values what no filter takes. */
final class Content {
  private static final String TLS = "kubernetes.io/tls";

  /** What the operator makes of a certificate, and we can. */
  private static final Map<String, String> CERTIFICATE = new LinkedHashMap<>();

  static {
    CERTIFICATE.put("certificate", "{{ index . \"tls.crt\" | filterCertChain \"leaf\" | trim }}");
    CERTIFICATE.put("private_key", "{{ index . \"tls.key\" | trim }}");
  }

  private final Resource secret;
  private final FieldRemarks remarks;
  private final Shape shape;

  Content(Resource secret, Shape shape) {
    this.secret = secret;
    this.remarks = secret.remarks();
    this.shape = shape;
  }

  void write(String type, ObjectNode template) {
    if (secret.kind().equals(Resource.PKI)) {
      certificate(type, template);
      return;
    }
    Set<String> excludes = shape.excludes();
    boolean nothing = excludes.stream().anyMatch(it -> it.matches("\\^?[.][*+]?\\$?"));
    boolean everything = excludes.isEmpty() && shape.includes().isEmpty();
    if (nothing && shape.texts().isEmpty()) {
      remarks.refused(
          "spec.destination", "nothing but _raw would be in the Secret, and _raw is not written");
      return;
    }
    if (everything && !shape.texts().isEmpty()) {
      template.put("mergePolicy", "Merge");
    }
    put(template, shape.texts());
    if (!nothing && !everything) {
      template
          .putArray("templateFrom")
          .addObject()
          .put(
              "literal",
              """
              {{ range $key, $value := . }}{{ if %s }}{{ $key | toJson }}: {{ $value | toJson }}
              {{ end }}{{ end }}
              """
                  .formatted(condition()));
    }
  }

  private String condition() {
    List<String> all = new ArrayList<>();
    shape.excludes().forEach(it -> all.add("(not " + matches(it) + ")"));
    List<String> one = shape.includes().stream().map(Content::matches).toList();
    if (one.size() == 1) {
      all.add(one.getFirst());
    } else if (!one.isEmpty()) {
      all.add("(or " + String.join(" ", one) + ")");
    }
    shape.texts().keySet().forEach(it -> all.add("(ne $key \"" + it + "\")"));
    if (all.size() > 1) {
      return "and " + String.join(" ", all);
    }
    return all.getFirst().replaceAll("^\\(|\\)$", "");
  }

  private static String matches(String expression) {
    String quoted =
        expression.contains("`")
            ? "\"" + expression.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
            : "`" + expression + "`";
    return "(regexMatch " + quoted + " $key)";
  }

  /** Its keys are known, so the filters are done with here. */
  private void certificate(String type, ObjectNode template) {
    Map<String, String> texts = new LinkedHashMap<>();
    CERTIFICATE.forEach((key, text) -> {
      if (isKept(key)) {
        texts.put(key, text);
      }
    });
    texts.putAll(shape.texts());
    if (type.equals(TLS)) {
      template.put("mergePolicy", "Merge");
    }
    if (texts.isEmpty() && !type.equals(TLS)) {
      remarks.refused("spec.destination", "no key of the certificate is left that is written");
      return;
    }
    put(template, texts);
    List<String> lost =
        List.of("ca_chain", "issuing_ca", "serial_number", "expiration", "private_key_type")
            .stream()
            .filter(this::isKept)
            .toList();
    if (!lost.isEmpty()) {
      remarks.check(
          "spec.destination",
          String.join(", ", lost)
              + (lost.size() == 1 ? " is" : " are")
              + " not written: with type kubernetes.io/tls, ca.crt has the topmost authority, and"
              + " tls.crt those below it");
    }
  }

  private boolean isKept(String key) {
    try {
      return shape.excludes().stream().noneMatch(it -> Pattern.compile(it).matcher(key).find())
          && (shape.includes().isEmpty()
              || shape.includes().stream().anyMatch(it -> Pattern.compile(it).matcher(key).find()));
    } catch (PatternSyntaxException e) {
      remarks.refused("spec.destination.transformation", "an expression of its filters is none");
      return false;
    }
  }

  private static void put(ObjectNode template, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      ObjectNode data = template.putObject("data");
      texts.forEach(data::put);
    }
  }
}
