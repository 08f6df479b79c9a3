package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.e2e.process.Waiting;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account may do, asked of the API server itself.
 *
 * @param account speaks with the account's token
 */
record AccessReviews(HttpCaller account) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The words of {@code kubectl auth can-i}: verb, resource.group/subresource, name, namespace. */
  private static final Pattern QUESTION =
      Pattern.compile(
          "(?<verb>\\w+) (?<resource>\\w+)(\\.(?<group>[\\w.]+))?(/(?<subresource>\\w+))?"
              + "( (?!-n)(?<name>\\S+))?( -n (?<namespace>\\S+))?");

  /** The server learns of a new role or binding by a watch, so a change takes a moment. */
  void awaitAllowed(String question) {
    Waiting.until(PATIENCE, () -> allowed(question), () -> "denied: " + question);
  }

  void awaitDenied(String question) {
    Waiting.until(PATIENCE, () -> !allowed(question), () -> "allowed: " + question);
  }

  private boolean allowed(String question) {
    Matcher words = QUESTION.matcher(question);
    assertThat(words.matches()).as(question).isTrue();
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
    for (String field : words.namedGroups().keySet()) {
      String value = words.group(field);
      if (value != null) {
        attributes.put(field, value);
      }
    }
    JsonNode answer =
        account
            .post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
            .orThrow()
            .json();
    return answer.at("/status/allowed").asBoolean();
  }
}
