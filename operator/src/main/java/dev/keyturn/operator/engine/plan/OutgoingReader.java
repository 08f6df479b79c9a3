package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.BytesGenerator;
import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.KeyPairGenerator;
import dev.keyturn.crds.v1alpha1.PasswordGenerator;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SshKeyGenerator;
import dev.keyturn.crds.v1alpha1.SyncGenerate;
import dev.keyturn.crds.v1alpha1.SyncGenerator;
import dev.keyturn.crds.v1alpha1.SyncPush;
import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.generate.Generator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a spec generates and pushes. The first fault ends the reading. */
final class OutgoingReader {
  private static final int DEFAULT_SIZE = 32;
  private static final int DEFAULT_BITS = 3072;

  private OutgoingReader() {}

  /** What was read. */
  sealed interface Result {
    record Read(SyncSettings.Outgoing outgoing) implements Result {}

    record Wrong(Problem problem) implements Result {}
  }

  static Result read(SecretSyncSpec spec, String targetName) {
    List<SyncSettings.Generated> generated = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    List<SyncGenerate> generates = spec.generate() == null ? List.of() : spec.generate();
    for (int i = 0; i < generates.size(); i++) {
      SyncSettings.Generated entry = generated("generate[" + i + "]", generates.get(i));
      for (SyncSettings.Entry made : entry.entries()) {
        if (!keys.add(made.secretKey())) {
          return wrong(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, made.secretKey());
        }
      }
      if (!Candidates.isStrongEnough(entry.generator())) {
        return wrong(
            ErrorClass.ValidationFailed, Detail.NONE, "spec.generate[" + i + "] (below 96 bits)");
      }
      if (entry.generator().hasPublicPart() && entry.remote().property().isEmpty()) {
        return wrong(
            ErrorClass.ConfigInvalid,
            Detail.FIELD,
            "spec.generate[" + i + "].remoteRef.property (needed beside a public part)");
      }
      generated.add(entry);
    }
    List<SyncSettings.Push> pushes = new ArrayList<>();
    List<SyncPush> wanted = spec.push() == null ? List.of() : spec.push();
    for (int i = 0; i < wanted.size(); i++) {
      pushes.add(push("push[" + i + "]", wanted.get(i), spec, targetName));
    }
    return PushPlan.mixed(pushes)
        .<Result>map(field ->
            new Result.Wrong(
                Problem.of(
                    ErrorClass.ConfigInvalid,
                    Detail.FIELD,
                    "spec."
                        + field
                        + ".remoteRef (the same key with and without property, or the"
                        + " same property twice)")))
        .orElseGet(() ->
            new Result.Read(
                new SyncSettings.Outgoing(List.copyOf(generated), List.copyOf(pushes))));
  }

  private static SyncSettings.Generated generated(String field, SyncGenerate generate) {
    return new SyncSettings.Generated(
        generate.secretKey(),
        new SyncSettings.Remote(
            field,
            generate.remoteRef().key(),
            Optional.ofNullable(generate.remoteRef().property()),
            Optional.empty(),
            DecodingStrategy.None,
            Optional.empty(),
            ConversionStrategy.Default,
            false),
        generator(generate.generator()));
  }

  private static Generator generator(SyncGenerator spec) {
    if (spec.password() != null) {
      return password(spec.password());
    }
    if (spec.bytes() != null) {
      return bytes(spec.bytes());
    }
    if (spec.sshKey() != null) {
      return ssh(spec.sshKey());
    }
    if (spec.keyPair() != null) {
      return pair(spec.keyPair());
    }
    return spec.totp() != null ? new Generator.Totp() : new Generator.Uuid();
  }

  /** A symbol that is named twice would be drawn twice as often. */
  private static Generator password(PasswordGenerator spec) {
    StringBuilder symbols = new StringBuilder();
    if (spec.symbols() != null) {
      spec.symbols().chars().distinct().forEach(symbols::appendCodePoint);
    }
    return new Generator.Password(orElse(spec.length(), DEFAULT_SIZE), symbols.toString());
  }

  private static Generator bytes(BytesGenerator spec) {
    return new Generator.Bytes(
        orElse(spec.size(), DEFAULT_SIZE),
        spec.encoding() == null
            ? Generator.Encoding.BASE64
            : Generator.Encoding.valueOf(spec.encoding().toUpperCase(Locale.ROOT)));
  }

  private static Generator ssh(SshKeyGenerator spec) {
    return "rsa".equals(spec.type())
        ? new Generator.SshRsa(orElse(spec.bits(), DEFAULT_BITS))
        : new Generator.SshEd25519();
  }

  private static Generator pair(KeyPairGenerator spec) {
    return new Generator.KeyPair(
        spec.algorithm() == null
            ? Generator.Algorithm.ES256
            : Generator.Algorithm.valueOf(spec.algorithm().toUpperCase(Locale.ROOT)),
        "jwk".equals(spec.format()) ? Generator.Format.JWK : Generator.Format.PEM);
  }

  private static SyncSettings.Push push(
      String field, SyncPush push, SecretSyncSpec spec, String targetName) {
    return new SyncSettings.Push(
        field,
        Optional.ofNullable(push.secretKey()),
        push.source() == null ? targetName : push.source().name(),
        push.storeRef() == null ? spec.secretStoreRef() : push.storeRef(),
        push.remoteRef().key(),
        Optional.ofNullable(push.remoteRef().property()),
        push.remoteRef().metadata() == null
            ? new TreeMap<>()
            : new TreeMap<>(push.remoteRef().metadata()),
        "IfNotExists".equals(push.updatePolicy()),
        "Delete".equals(push.deletionPolicy()));
  }

  private static int orElse(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }

  private static Result wrong(ErrorClass kind, Detail detail, String subject) {
    return new Result.Wrong(Problem.of(kind, detail, subject));
  }
}
