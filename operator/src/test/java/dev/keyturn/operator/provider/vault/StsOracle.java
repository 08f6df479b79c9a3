package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What AWS would say of a signed request, computed without the SDK ("Signature Version 4 signing
 * process").
 */
final class StsOracle {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(([0-9]{8})/([a-z0-9-]+)/sts/aws4_request), ?"
              + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

  private final String url;
  private final String body;
  private final Map<String, String> headers = new TreeMap<>();

  private StsOracle(String url, String body, JsonNode headers) {
    this.url = url;
    this.body = body;
    headers
        .properties()
        .forEach(header ->
            this.headers.put(
                header.getKey().toLowerCase(Locale.ROOT), header.getValue().path(0).asText()));
  }

  /** A request whose parts are base64, as Vault gets them. */
  static StsOracle of(String url, String body, String headers) {
    try {
      return new StsOracle(
          decoded(url), decoded(body), new ObjectMapper().readTree(decoded(headers)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  String host() {
    return URI.create(url).getHost();
  }

  boolean asksWhoSigned() {
    return body.equals("Action=GetCallerIdentity&Version=2011-06-15") && url.endsWith("/");
  }

  boolean signs(String header, String value) {
    String name = header.toLowerCase(Locale.ROOT);
    return value.equals(headers.get(name)) && signedHeaders().contains(name);
  }

  boolean isSignedBy(String accessKeyId, String secretAccessKey) {
    Matcher parts = authorization();
    String canonical =
        String.join("\n", "POST", "/", "", canonicalHeaders(), parts.group(5), hash(body));
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            headers.getOrDefault("x-amz-date", ""),
            parts.group(2),
            hash(canonical));
    byte[] key = ("AWS4" + secretAccessKey).getBytes(UTF_8);
    for (String part : List.of(parts.group(3), parts.group(4), "sts", "aws4_request", toSign)) {
      key = mac(key, part);
    }
    return parts.group(1).equals(accessKeyId)
        && HexFormat.of().formatHex(key).equals(parts.group(6));
  }

  /** Each signed header with a line break after it. */
  private String canonicalHeaders() {
    return signedHeaders().stream()
        .map(name -> name + ":" + headers.getOrDefault(name, "").strip() + "\n")
        .collect(Collectors.joining());
  }

  private List<String> signedHeaders() {
    return Arrays.asList(authorization().group(5).split(";", -1));
  }

  private Matcher authorization() {
    Matcher parts = AUTHORIZATION.matcher(headers.getOrDefault("authorization", ""));
    if (!parts.matches()) {
      throw new IllegalStateException("no signature of version 4");
    }
    return parts;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
