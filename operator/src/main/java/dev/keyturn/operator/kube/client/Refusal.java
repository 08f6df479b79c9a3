package dev.keyturn.operator.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the API server refused, without a word of its message: that may repeat the rejected value.
 *
 * @param code HTTP status
 * @param reason of meta/v1 Status, as a word; empty when there was none
 * @param kindOfDetails plural or kind that the Status speaks about; empty when there was none
 * @param policy the admission policy or the webhook that refused, where its name is an ordinary one
 */
public record Refusal(
    int code,
    String reason,
    String kindOfDetails,
    Origin origin,
    Optional<String> policy,
    List<Cause> causes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.\\[\\]_-]{1,200}");
  private static final Pattern MANAGER =
      Pattern.compile("^conflict with \"([A-Za-z0-9._/@:-]{1,128})\"");

  /** At the beginning alone, where neither an object nor the policy's own words can stand. */
  private static final Pattern POLICY =
      Pattern.compile(
          "^(?:[a-z0-9./-]{1,253} \"[^\" ]{0,253}\" is forbidden: )?"
              + "(?:ValidatingAdmissionPolicy '|admission webhook \")([A-Za-z0-9.-]{1,253})['\"] ");

  /** What part of the server refused; told apart by the fixed beginnings of its messages. */
  public enum Origin {
    /** The role of the operator does not allow it. */
    AUTHORIZATION,
    QUOTA,
    /** A webhook or an admission policy. */
    ADMISSION,
    OTHER
  }

  /**
   * One cause of a refusal.
   *
   * @param manager the field manager of a conflict, where its name is an ordinary one
   */
  public record Cause(String reason, String field, Optional<String> manager) {}

  static Refusal parse(int code, byte[] body) {
    JsonNode status;
    try {
      status = JSON.readTree(body);
    } catch (IOException e) {
      return new Refusal(code, "", "", Origin.OTHER, Optional.empty(), List.of());
    }
    JsonNode details = status.path("details");
    List<Cause> causes = new ArrayList<>();
    for (JsonNode cause : details.path("causes")) {
      causes.add(
          new Cause(
              word(cause.path("reason")),
              word(cause.path("field")),
              first(MANAGER, cause.path("message").asText(""))));
    }
    String message = status.path("message").asText("");
    return new Refusal(
        code,
        word(status.path("reason")),
        word(details.path("kind")),
        origin(message),
        first(POLICY, message),
        List.copyOf(causes));
  }

  public boolean hasCause(String causeReason) {
    return causes.stream().anyMatch(cause -> cause.reason().equals(causeReason));
  }

  public boolean hasField(String field) {
    return causes.stream().anyMatch(cause -> cause.field().equals(field));
  }

  /** The field manager that a server-side apply collided with. */
  public Optional<String> conflictingManager() {
    return causes.stream().flatMap(cause -> cause.manager().stream()).findFirst();
  }

  private static Optional<String> first(Pattern named, String message) {
    Matcher matcher = named.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Origin origin(String message) {
    if (message.startsWith("admission webhook") || message.contains(" denied request: ")) {
      return Origin.ADMISSION;
    }
    if (message.contains("exceeded quota: ")) {
      return Origin.QUOTA;
    }
    return message.contains(" is forbidden: User \"") ? Origin.AUTHORIZATION : Origin.OTHER;
  }

  private static String word(JsonNode node) {
    String text = node.asText("");
    return WORD.matcher(text).matches() ? text : "";
  }
}
