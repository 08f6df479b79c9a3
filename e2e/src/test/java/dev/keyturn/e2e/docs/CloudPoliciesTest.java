package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policies of example 26: each opens its part to a reader, and the page attaches them. */
@Proves("F123")
final class CloudPoliciesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path EXAMPLE = Checkout.root().resolve("examples/26-cluster-stores");
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "infra", List.of("database", "redis", "jwt"),
          "llm", List.of("llm"),
          "integrations", List.of("oauth", "email", "integrations"));
  private static final Pattern GOOGLE =
      Pattern.compile(
          "resource\\.name\\.extract\\('secrets/\\{name}/'\\)\\.startsWith\\('app-(\\w+)-'\\)");

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(EXAMPLE.resolve(file).toFile());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void eachPolicyOfAwsReadsItsPartAndNothingElse() throws IOException {
    for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
      JsonNode policy = json("iam/secrets-read-" + part.getKey() + ".json");
      assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
      assertThat(policy.path("Statement")).hasSize(1);
      JsonNode statement = policy.at("/Statement/0");
      assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
      assertThat(texts(statement.path("Action")))
          .containsExactly("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret");
      // The suffix that AWS adds is six characters; one star more would open longer names.
      assertThat(texts(statement.path("Resource")))
          .containsExactlyElementsOf(
              part.getValue().stream()
                  .map(name ->
                      "arn:aws:secretsmanager:REGION:ACCOUNT:secret:app/" + name + "/*-??????")
                  .toList());
    }
  }

  @Test
  void theBindingsOfGoogleReadTheSamePartsAndAPipelineReadsFewer() throws IOException {
    Map<String, Set<String>> members = new HashMap<>();
    for (JsonNode binding : json("gcp/bindings.json").path("bindings")) {
      assertThat(binding.path("role").asText()).isEqualTo("roles/secretmanager.secretAccessor");
      String part = binding.at("/condition/title").asText().replaceFirst("^secrets-read-", "");
      Matcher names = GOOGLE.matcher(binding.at("/condition/expression").asText());
      assertThat(names.results().map(name -> name.group(1)))
          .as(part)
          .containsExactlyElementsOf(PARTS.getOrDefault(part, List.of()));
      assertThat(
              Stream.of(binding.at("/condition/expression").asText().split(" \\|\\| "))
                  .allMatch(term -> GOOGLE.matcher(term).matches()))
          .as(part)
          .isTrue();
      members.put(part, new HashSet<>(texts(binding.path("members"))));
    }
    assertThat(members.keySet()).isEqualTo(PARTS.keySet());
    assertThat(members.values())
        .allSatisfy(of -> assertThat(of).anyMatch(member -> member.contains("keyturn-secrets@")));
    assertThat(members.get("infra")).anyMatch(member -> member.contains("ci-secrets@"));
    assertThat(members.get("llm")).noneMatch(member -> member.contains("ci-secrets@"));
  }

  @Test
  void thePageAttachesEachPolicyToTheRoleOfTheStoreAndOneToThatOfAPipeline() {
    String page = Checkout.text(EXAMPLE.resolve("README.md"));
    assertThat(page)
        .contains("for part in infra llm integrations")
        .contains("--role-name keyturn-secrets --policy-name secrets-read-$part")
        .contains("--role-name ci-secrets --policy-name secrets-read-infra")
        .contains("gcp/bindings.json");
  }
}
