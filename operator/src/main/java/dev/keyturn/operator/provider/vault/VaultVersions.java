package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.VersionMark;
import dev.keyturn.operator.provider.VersionReader;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.function.BiFunction;

/** The newest versions in a key-value mount of version 2, by its {@code metadata}. */
final class VaultVersions implements VersionReader {
  private final String mount;
  private final Optional<String> namespace;
  private final StatusMeaning meaning;
  private final BiFunction<VaultOperation, Call, Outcome<Answer>> server;

  VaultVersions(
      String mount,
      Optional<String> namespace,
      StatusMeaning meaning,
      BiFunction<VaultOperation, Call, Outcome<Answer>> server) {
    this.mount = mount;
    this.namespace = namespace;
    this.meaning = meaning;
    this.server = server;
  }

  @Override
  public Outcome<Optional<VersionMark>> newest(String key, Call call) {
    return VaultClient.edge(() -> {
      String encoded =
          VaultPath.encode(key)
              .orElseThrow(
                  () -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
      return server
          .apply(
              new VaultOperation.MetadataV2(
                  mount, encoded, call.session().token(), namespace, VaultClient.auditId(call)),
              call)
          .then(answer -> {
            try (answer) {
              return answer.status() == 200
                  ? Outcome.ok(MetadataBody.newest(answer.body()))
                  : Outcome.failed(meaning.of(answer));
            }
          });
    });
  }
}
