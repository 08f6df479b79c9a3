package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Secret as the API server spells it; the values are owned by this object.
 *
 * <p>Mutable while it is read and not after; one thread.
 */
final class SecretObject implements AutoCloseable {
  /** Says whose secret it is; an installation, a namespace and a name. */
  static final String OWNER = "keyturn.dev/remote-owner";

  /** Credentials of the cluster itself, which nobody copies by way of a store. */
  private static final Set<String> REFUSED_TYPES =
      Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

  /** Leaves those out of a list. */
  static final String SELECTOR =
      "fieldSelector=type%21%3Dkubernetes.io%2Fservice-account-token"
          + "%2Ctype%21%3Dbootstrap.kubernetes.io%2Ftoken";

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private final SortedMap<String, SecretBytes> data = new TreeMap<>();
  private final SortedMap<String, String> tags = new TreeMap<>();
  private String name = "";
  private String type = "";
  private String version = "";

  private SecretObject() {}

  /** Reads the object here; nothing is left behind where that fails. */
  static SecretObject read(StrictJson json) {
    SecretObject secret = new SecretObject();
    try {
      json.object(member -> secret.member(json, member));
      if (!VERSION.matcher(secret.version).matches()) {
        throw WireProblem.invalid();
      }
      return secret;
    } catch (RuntimeException failed) {
      secret.close();
      throw failed;
    }
  }

  private void member(StrictJson json, String member) {
    switch (member) {
      case "metadata" -> json.object(field -> metadata(json, field));
      case "type" -> type = json.text();
      case "data" -> orNull(json, key -> data.put(key, decoded(json)));
      default -> json.skip();
    }
  }

  private void metadata(StrictJson json, String field) {
    switch (field) {
      case "name" -> name = json.text();
      case "resourceVersion" -> version = json.text();
      case "labels" -> orNull(json, key -> tags.put(key, json.text()));
      case "annotations" ->
          orNull(
              json,
              key -> {
                if (key.equals(OWNER)) {
                  tags.put(Standing.OWNER_TAG, json.text());
                } else {
                  json.skip();
                }
              });
      default -> json.skip();
    }
  }

  private static void orNull(StrictJson json, StrictJson.Member member) {
    if (!json.isNull()) {
      json.object(member);
    }
  }

  private static SecretBytes decoded(StrictJson json) {
    try (SecretBytes text = json.secret()) {
      return Base64Text.decode(text);
    }
  }

  String name() {
    return name;
  }

  VersionStamp stamp() {
    return new VersionStamp(version, false, Optional.empty());
  }

  Map<String, String> tags() {
    return Map.copyOf(tags);
  }

  /**
   * The value: an object with one text for each key; a value that is no UTF-8 is spelled in Base64.
   *
   * @throws WireProblem InvalidData/FIELD for a credential of the cluster, InvalidData/EMPTY where
   *     there are no keys
   */
  RemoteValue value() {
    if (REFUSED_TYPES.contains(type)) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    if (data.isEmpty()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    return new RemoteValue(
        SecretData.payload(data), RemoteValue.Shape.JSON_OBJECT, Optional.of(stamp()), tags());
  }

  /** Whether every value is text, so that a payload says all there is. */
  boolean isText() {
    return data.values().stream().allMatch(SecretData::isText);
  }

  @Override
  public void close() {
    data.values().forEach(SecretBytes::close);
  }
}
