package dev.keyturn.devcluster.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.GroupResource;
import dev.keyturn.devcluster.store.ObjectKey;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.store.StoredObject;
import dev.keyturn.devcluster.token.ServiceAccountTokens;
import dev.keyturn.devcluster.token.ServiceAccountTokens.Identity;
import dev.keyturn.devcluster.token.ServiceAccountTokens.Issued;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds that are asked and never stored. Every access review answers allowed: roles are kept
 * but not enforced.
 */
public final class Reviews {
  private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
  private static final Set<String> PLURALS =
      Set.of(
          "selfsubjectaccessreviews",
          "subjectaccessreviews",
          "localsubjectaccessreviews",
          "selfsubjectrulesreviews",
          "selfsubjectreviews",
          "tokenreviews");
  private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(10);
  private static final Duration DEFAULT_TOKEN = Duration.ofHours(1);

  private final ObjectStore store;
  private final ServiceAccountTokens tokens;

  public Reviews(ObjectStore store, ServiceAccountTokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  public static boolean answers(String plural) {
    return PLURALS.contains(plural);
  }

  /** Fills in the status of a review. */
  public ObjectNode review(String plural, ObjectNode body, String userName) {
    ObjectNode status = body.putObject("status");
    switch (plural) {
      case "tokenreviews" -> tokenStatus(body, status);
      case "selfsubjectreviews" -> status.putObject("userInfo").put("username", userName);
      case "selfsubjectrulesreviews" -> {
        status.put("incomplete", false);
        ObjectNode rule = status.putArray("resourceRules").addObject();
        for (String field : List.of("apiGroups", "resources", "verbs")) {
          rule.putArray(field).add("*");
        }
        status.putArray("nonResourceRules");
      }
      default -> status.put("allowed", true);
    }
    return body;
  }

  private void tokenStatus(ObjectNode body, ObjectNode status) {
    Optional<Identity> identity = verified(Json.text(body, "spec", "token"));
    List<String> wanted =
        Json.elements(body, "spec", "audiences").stream().map(JsonNode::asText).toList();
    List<String> common =
        identity
            .map(found ->
                wanted.isEmpty()
                    ? found.audiences()
                    : found.audiences().stream().filter(wanted::contains).toList())
            .orElse(List.of());
    boolean authenticated = identity.isPresent() && !common.isEmpty();
    status.put("authenticated", authenticated);
    if (!authenticated) {
      status.put("error", "invalid bearer token");
      return;
    }
    Identity found = identity.get();
    ObjectNode user = status.putObject("user").put("username", found.userName());
    user.put("uid", found.uid());
    user.putArray("groups")
        .add("system:serviceaccounts")
        .add("system:serviceaccounts:" + found.namespace())
        .add("system:authenticated");
    status.set("audiences", Json.strings(common));
  }

  /** Who a token speaks for; empty also when its ServiceAccount is gone or was made anew. */
  public Optional<Identity> verified(String token) {
    return tokens
        .verify(token)
        .filter(identity ->
            store
                .get(new ObjectKey(SERVICE_ACCOUNTS, identity.namespace(), identity.name()))
                .filter(account -> account.uid().equals(identity.uid()))
                .isPresent());
  }

  /**
   * Issues a token (POST serviceaccounts/NAME/token).
   *
   * @throws ApiException 404 when the ServiceAccount is absent
   */
  public ObjectNode requestToken(String namespace, String name, ObjectNode body) {
    StoredObject account =
        store
            .get(new ObjectKey(SERVICE_ACCOUNTS, namespace, name))
            .orElseThrow(() -> ApiException.notFound(SERVICE_ACCOUNTS.subject(name)));
    List<String> audiences =
        Json.elements(body, "spec", "audiences").stream().map(JsonNode::asText).toList();
    long seconds =
        Json.objectAt(body, "spec").path("expirationSeconds").asLong(DEFAULT_TOKEN.toSeconds());
    if (seconds < SHORTEST_TOKEN.toSeconds()) {
      throw ApiException.invalid(
          "authentication.k8s.io",
          "TokenRequest",
          name,
          List.of(
              dev.keyturn.devcluster.failure.Cause.invalid(
                  "spec.expirationSeconds",
                  "%d: may not specify a duration less than 10 minutes".formatted(seconds))));
    }
    Issued issued =
        tokens.issue(namespace, name, account.uid(), audiences, Duration.ofSeconds(seconds));
    ObjectNode answer =
        Json.object().put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    answer
        .putObject("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .put("creationTimestamp", issued.expires().minusSeconds(seconds).toString());
    ObjectNode spec = answer.putObject("spec");
    spec.set(
        "audiences",
        Json.strings(audiences.isEmpty() ? List.of(ServiceAccountTokens.ISSUER) : audiences));
    spec.put("expirationSeconds", seconds);
    answer
        .putObject("status")
        .put("token", issued.token())
        .put(
            "expirationTimestamp",
            issued.expires().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    return answer;
  }
}
