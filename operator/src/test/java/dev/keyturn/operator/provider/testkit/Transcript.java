package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Requests as text, for comparison with what lies under {@code golden/token}: method, path, the
 * headers of the protocol and the body, without secrets and without what differs from run to run.
 */
public final class Transcript {
  private static final Set<String> HEADERS =
      Set.of(
          "accept",
          "authorization",
          "content-type",
          "metadata-flavor",
          "user-agent",
          "x-amz-security-token",
          "x-amz-target",
          "x-github-api-version");

  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-f]{64}");
  private static final Pattern DAY = Pattern.compile("/20[0-9]{6}/");
  private static final Pattern SIGNED_HEADERS = Pattern.compile("SignedHeaders=[a-z0-9;-]+");
  private static final Pattern SECRET_FIELD =
      Pattern.compile("(?<=\\b(access_token|refresh_token|client_secret|assertion)=)[^&\\n]+");
  private static final Pattern OF_A_LIBRARY = Pattern.compile("user-agent: (aws-sdk|Java-).*\n");

  private static final Path FOLDER =
      Path.of(System.getProperty("keyturn.root", ".."), "operator/src/test/resources/golden/token");

  private Transcript() {}

  /** The requests, one after the other. */
  private static String of(List<ScriptedServer.Seen> requests) {
    StringBuilder text = new StringBuilder();
    for (ScriptedServer.Seen request : requests) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(request.method())
          .append(' ')
          .append(request.target())
          .append('\n');
      new TreeMap<>(request.headers())
          .forEach((name, value) -> {
            if (HEADERS.contains(name)) {
              text.append(name).append(": ").append(value).append('\n');
            }
          });
      if (!request.body().isEmpty()) {
        text.append('\n').append(request.body()).append('\n');
      }
    }
    return masked(text.toString());
  }

  private static String masked(String text) {
    String shown = JWT.matcher(text).replaceAll("<jwt>");
    shown = SIGNATURE.matcher(shown).replaceAll("Signature=<signature>");
    shown = SIGNED_HEADERS.matcher(shown).replaceAll("SignedHeaders=<headers>");
    shown = DAY.matcher(shown).replaceAll("/<day>/");
    shown = SECRET_FIELD.matcher(shown).replaceAll("<secret>");
    return OF_A_LIBRARY.matcher(shown).replaceAll("");
  }

  /** Compares with the golden of this name. */
  public static void assertGolden(String name, List<ScriptedServer.Seen> requests) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("keyturn.golden.update")) {
        Files.writeString(file, of(requests));
      }
      assertThat(of(requests))
          .as("renew %s with -Dkeyturn.golden.update=true", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
