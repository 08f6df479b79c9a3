package dev.keyturn.operator.provider.infisical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The fake finds out who asks it for something that its vendor does not know. */
class PublishedRoutesTest {
  private static final String FOLDER =
      "?projectId=" + FakeInfisical.PROJECT_ID + "&environment=prod&secretPath=%2Fshop";

  private final FakeInfisical infisical = new FakeInfisical();

  private HttpResponse<String> get(String target) throws IOException, InterruptedException {
    infisical.put("/shop", "app", "1");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(infisical.uri() + "/api/v4/secrets" + target))
              .header("Authorization", "Bearer " + FakeInfisical.ACCESS_TOKEN)
              .build(),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatIsPublishedIsAnsweredAndLeavesNoTrace() throws Exception {
    assertThat(get("/app" + FOLDER + "&includeImports=false").statusCode()).isEqualTo(200);
    infisical.close();
  }

  /** As the server does: the name is passed over, and nothing tells of it. */
  @Test
  void aNameThatIsNotPublishedIsPassedOverAndToldAtTheEnd() throws Exception {
    assertThat(get(FOLDER + "&withImports=false").statusCode()).isEqualTo(200);
    assertThatThrownBy(infisical::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /v4/secrets asks: withImports is not known");
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsRefused() throws Exception {
    assertThat(get("/app?environment=prod").statusCode()).isEqualTo(422);
    assertThat(get("/app" + FOLDER + "&includeImports=no").statusCode()).isEqualTo(422);
    assertThatThrownBy(infisical::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("asks: projectId is missing or of another kind")
        .hasMessageContaining("asks: includeImports is missing or of another kind");
  }
}
