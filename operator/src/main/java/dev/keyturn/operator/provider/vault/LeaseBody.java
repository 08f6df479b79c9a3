package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.CredentialLease;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseTerms;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The envelope of an answer that carries a lease: {@code lease_id, renewable, lease_duration}. */
final class LeaseBody {
  private static final Pattern ID = Pattern.compile("[!-~]{1,1024}");

  private LeaseBody() {}

  /** A new lease with its credential. */
  static CredentialLease issued(SecretBytes body) {
    Reader reader = new Reader();
    try {
      return StrictJson.read(body, reader::issued);
    } catch (WireProblem problem) {
      reader.discard();
      throw problem;
    }
  }

  /** What a renewal granted. */
  static LeaseTerms renewed(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          Reader reader = new Reader();
          json.object(name -> reader.envelope(name, json));
          return reader.terms();
        });
  }

  /** What {@code sys/leases/lookup} says is left. */
  static LeaseTerms lookedUp(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          Reader reader = new Reader();
          json.object(name -> {
            if (name.equals("data") && !json.isNull()) {
              json.object(member -> reader.looked(member, json));
            } else {
              json.skip();
            }
          });
          return reader.terms();
        });
  }

  private static final class Reader {
    private @Nullable String id;
    private @Nullable SecretBytes payload;
    private long seconds = -1;
    private boolean renewable;

    CredentialLease issued(StrictJson json) {
      json.object(name -> {
        if (name.equals("data") && !json.isNull()) {
          payload = json.compactObject();
        } else {
          envelope(name, json);
        }
      });
      if (id == null || id.isEmpty() || seconds == 0) {
        // The path is one that can be read, and makes no credential: a key-value path for example.
        throw new WireProblem(FailureClass.InvalidData, FailureDetail.LEASE_UNKNOWN);
      }
      if (payload == null) {
        throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
      }
      if (!ID.matcher(id).matches()) {
        throw WireProblem.invalid();
      }
      return new CredentialLease(new LeaseId(id), payload, terms());
    }

    void envelope(String name, StrictJson json) {
      switch (name) {
        case "lease_id" -> id = json.text();
        case "lease_duration" -> seconds = json.whole();
        case "renewable" -> renewable = json.flag();
        default -> json.skip();
      }
    }

    void looked(String name, StrictJson json) {
      switch (name) {
        case "ttl" -> seconds = json.whole();
        case "renewable" -> renewable = json.flag();
        default -> json.skip();
      }
    }

    LeaseTerms terms() {
      if (seconds < 0) {
        throw WireProblem.invalid();
      }
      return new LeaseTerms(Duration.ofSeconds(seconds), renewable);
    }

    void discard() {
      if (payload != null) {
        payload.close();
      }
    }
  }
}
