package dev.keyturn.operator.provider.github;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.wire.SignedJwt;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Signs for an App ("Generating a JSON web token (JWT) for a GitHub App"): from a minute ago,
 * because clocks differ, and for less than the ten minutes that GitHub allows.
 */
final class AppLogin implements AutoCloseable {
  private static final Duration PAST = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofMinutes(8);

  private final String appId;
  private final Credentials credentials;
  private final InstantSource clock;

  AppLogin(String appId, Credentials credentials, InstantSource clock) {
    this.appId = appId;
    this.credentials = credentials;
    this.clock = clock;
  }

  Outcome<Session> login() {
    SecretBytes pem = credentials.secrets().get(GitHubConfig.PRIVATE_KEY);
    if (pem == null) {
      return Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD);
    }
    Instant now = clock.instant();
    Instant end = now.plus(LIFE);
    SecretBytes assertion =
        SignedJwt.rs256(
            header -> {},
            claims -> {
              claims.writeStringField("iss", appId);
              claims.writeNumberField("iat", now.minus(PAST).getEpochSecond());
              claims.writeNumberField("exp", end.getEpochSecond());
            },
            pem.with(AppLogin::key));
    return Outcome.ok(new Session(assertion, now, Optional.of(end), false, true));
  }

  /** GitHub hands keys out in PKCS #1; who has changed the form has PKCS #8. */
  private static PrivateKey key(byte[] pem) {
    try (PEMParser parser =
        new PEMParser(new InputStreamReader(new ByteArrayInputStream(pem), US_ASCII))) {
      PrivateKeyInfo key =
          switch (parser.readObject()) {
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PrivateKeyInfo own -> own;
            case null, default -> throw unusable();
          };
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (IOException
        | GeneralSecurityException
        | IllegalStateException
        | IllegalArgumentException noKey) {
      throw unusable();
    }
  }

  private static WireProblem unusable() {
    return new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
  }

  @Override
  public void close() {
    credentials.secrets().values().forEach(SecretBytes::close);
  }
}
