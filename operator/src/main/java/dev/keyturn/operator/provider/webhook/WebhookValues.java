package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.WipedOutput;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the templates of one request may use; wiped when it is closed. */
final class WebhookValues implements AutoCloseable {
  static final String REMOTE = "remoteRef";

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._:-]{0,127}");
  private static final String UNRESERVED = "-._~";
  private static final String HEX = "0123456789ABCDEF";

  private final Map<String, Map<String, SecretBytes>> values = new HashMap<>();

  private WebhookValues() {}

  /** As they are. */
  static WebhookValues of(
      RemoteRef ref, List<WebhookConfig.Named> names, Map<String, SecretBytes> secrets) {
    WebhookValues all = new WebhookValues();
    all.put(REMOTE, "key", SecretBytes.ofText(ref.key()));
    all.put(REMOTE, "version", SecretBytes.ofText(version(ref)));
    for (WebhookConfig.Named named : names) {
      SecretBytes secret = secrets.get(named.credential());
      if (secret == null) {
        all.close();
        throw new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
      }
      all.put(named.name(), named.key(), secret.with(WebhookValues::stripped));
    }
    return all;
  }

  /**
   * The same, percent-encoded (RFC 3986, section 2), so that no value ends its place in an address:
   * only slashes of the key stay.
   */
  WebhookValues encoded() {
    WebhookValues all = new WebhookValues();
    values.forEach((group, members) ->
        members.forEach((name, value) ->
            all.put(group, name, encoded(value, group.equals(REMOTE) && name.equals("key")))));
    return all;
  }

  Map<String, Map<String, SecretBytes>> asMap() {
    return values;
  }

  private void put(String group, String name, SecretBytes value) {
    values.computeIfAbsent(group, fresh -> new HashMap<>()).put(name, value);
  }

  /** A version that could lead to another path than the key's is none. */
  private static String version(RemoteRef ref) {
    String version = ref.version().orElse("");
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return version;
  }

  /** Without the end of line that editors and shells leave behind. */
  private static SecretBytes stripped(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return SecretBytes.owning(Arrays.copyOf(bytes, end));
  }

  private static SecretBytes encoded(SecretBytes value, boolean slashes) {
    return value.with(bytes -> {
      try (WipedOutput output = new WipedOutput()) {
        for (byte octet : bytes) {
          if (isPlain(octet) || (slashes && octet == '/')) {
            output.write(octet);
          } else {
            output.write('%');
            output.write(HEX.charAt((octet >> 4) & 0xf));
            output.write(HEX.charAt(octet & 0xf));
          }
        }
        return output.take();
      }
    });
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || (octet > 0 && UNRESERVED.indexOf(octet) >= 0);
  }

  @Override
  public void close() {
    values.values().forEach(members -> members.values().forEach(SecretBytes::close));
  }
}
