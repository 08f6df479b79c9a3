package dev.keyturn.cli.lint;

import dev.keyturn.cli.credential.Credentials;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.operator.engine.generate.Candidates;
import dev.keyturn.operator.engine.generate.Generator;
import dev.keyturn.operator.engine.plan.SyncSettings;
import java.util.List;
import java.util.Locale;

/** Generated values that are easier to guess than they could be. */
final class GeneratorRules {
  private static final int STRONG = 128;
  private static final String ANY_UUID = "00000000-0000-4000-8000-000000000000";

  private GeneratorRules() {}

  /**
   * Looks at what the operator would make.
   *
   * @param at pointer of the spec of the sync
   */
  static void check(
      ManifestDocument document, String at, SyncSettings settings, Findings findings) {
    List<SyncSettings.Generated> all = settings.outgoing().generated();
    for (int i = 0; i < all.size(); i++) {
      String pointer = at + "/generate/" + i + "/generator";
      switch (all.get(i).generator()) {
        case Generator.Password password -> password(document, pointer, i, password, findings);
        case Generator.Uuid() -> uuid(document, pointer, i, all.get(i), findings);
        case Generator.Bytes bytes -> {}
        case Generator.SshEd25519 key -> {}
        case Generator.SshRsa key -> {}
        case Generator.KeyPair pair -> {}
        case Generator.Totp seed -> {}
      }
    }
  }

  private static void password(
      ManifestDocument document,
      String pointer,
      int index,
      Generator.Password password,
      Findings findings) {
    double bits = Candidates.bits(password);
    if (bits < STRONG) {
      findings.add(
          document,
          pointer + "/password/length",
          Rule.KT070,
          String.format(
              Locale.ROOT,
              "generate[%d] makes a password of %d bits, fewer than %d",
              index,
              (int) bits,
              STRONG));
    }
  }

  private static void uuid(
      ManifestDocument document,
      String pointer,
      int index,
      SyncSettings.Generated generated,
      Findings findings) {
    if (Credentials.why(generated.secretKey(), ANY_UUID).isPresent()) {
      findings.add(
          document,
          pointer + "/uuid",
          Rule.KT071,
          "generate[%d] makes %s an identifier, and it is named like a credential"
              .formatted(index, generated.secretKey()));
    }
  }
}
