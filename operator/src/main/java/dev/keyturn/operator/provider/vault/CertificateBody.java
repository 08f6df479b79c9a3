package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.IssuedCertificate;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code <mount>/issue/<role>}. Its chain begins with the issuer and may end with the
 * root, which whoever trusts it has already.
 */
final class CertificateBody {
  private @Nullable String certificate;
  private @Nullable String issuer;
  private final List<String> chain = new ArrayList<>();
  private @Nullable SecretBytes privateKey;

  private CertificateBody() {}

  static IssuedCertificate read(SecretBytes body) {
    CertificateBody reader = new CertificateBody();
    try {
      return StrictJson.read(body, reader::answer);
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  private IssuedCertificate answer(StrictJson json) {
    json.object(name -> {
      if (name.equals("data") && !json.isNull()) {
        json.object(member -> member(member, json));
      } else {
        json.skip();
      }
    });
    if (certificate == null || privateKey == null || privateKey.size() == 0) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    List<String> authorities = chain.isEmpty() && issuer != null ? List.of(issuer) : chain;
    if (authorities.isEmpty()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    StringBuilder served = new StringBuilder(lines(certificate));
    authorities.stream()
        .filter(authority -> !isRoot(authority))
        .forEach(authority -> served.append(lines(authority)));
    return new IssuedCertificate(
        text(served.toString()), lined(privateKey), text(lines(authorities.getLast())));
  }

  /** Whoever trusts a root has it; every other authority has to be served. */
  private static boolean isRoot(String pem) {
    try {
      X509Certificate authority =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      return authority.getSubjectX500Principal().equals(authority.getIssuerX500Principal());
    } catch (CertificateException malformed) {
      throw WireProblem.invalid();
    }
  }

  private void member(String name, StrictJson json) {
    switch (name) {
      case "certificate" -> certificate = json.text();
      case "issuing_ca" -> issuer = json.text();
      case "private_key" -> privateKey = json.secret();
      case "ca_chain" -> {
        if (!json.isNull()) {
          json.array(() -> chain.add(json.text()));
        }
      }
      default -> json.skip();
    }
  }

  private void discard() {
    if (privateKey != null) {
      privateKey.close();
    }
  }

  private static String lines(String pem) {
    return pem.strip() + "\n";
  }

  /** The key ends with a line break, as every tool writes it. */
  private static SecretBytes lined(SecretBytes key) {
    try (key) {
      return key.with(bytes -> {
        if (bytes[bytes.length - 1] == '\n') {
          return SecretBytes.owning(bytes.clone());
        }
        byte[] lined = Arrays.copyOf(bytes, bytes.length + 1);
        lined[bytes.length] = '\n';
        return SecretBytes.owning(lined);
      });
    }
  }

  private static SecretBytes text(String pem) {
    return SecretBytes.owning(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
