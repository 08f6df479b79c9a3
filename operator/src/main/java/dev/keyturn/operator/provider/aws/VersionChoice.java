package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** Which version of a secret is meant. */
sealed interface VersionChoice {
  /** The one with the staging label AWSCURRENT: asked for by this name, so that a policy can be. */
  record Current() implements VersionChoice {}

  /** One version for ever. */
  record Id(String id) implements VersionChoice {}

  /** Whichever version has the staging label. */
  record Stage(String name) implements VersionChoice {}

  /**
   * Reads {@code <id>} or {@code uuid/<id>}, and {@code stage/<label>}; the lengths are those of
   * the service's API reference.
   */
  static VersionChoice of(Optional<String> version) {
    if (version.isEmpty()) {
      return new Current();
    }
    String text = version.get();
    String id = text.startsWith("uuid/") ? text.substring(5) : text;
    if (Patterns.ID.matcher(id).matches()) {
      return new Id(id);
    }
    if (Patterns.STAGE.matcher(text).matches()) {
      return new Stage(text.substring(6));
    }
    throw new AwsProblem(FailureClass.InvalidData, FailureDetail.FIELD);
  }

  default void putTo(GetSecretValueRequest.Builder request) {
    switch (this) {
      case Current current -> request.versionStage(SecretState.CURRENT);
      case Id(String id) -> request.versionId(id);
      case Stage(String name) -> request.versionStage(name);
    }
  }

  /** What a version looks like. */
  final class Patterns {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{32,64}");
    private static final Pattern STAGE = Pattern.compile("stage/[A-Za-z0-9/_+=.@-]{1,256}");

    private Patterns() {}
  }
}
