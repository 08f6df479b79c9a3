package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Names of a key-value mount; the server gives a folder's whole list at once. */
final class VaultLister implements Lister {
  private final VaultConfig config;
  private final String mount;
  private final StatusMeaning meaning;
  private final BiFunction<VaultOperation, Call, Outcome<Answer>> server;

  VaultLister(
      VaultConfig config,
      String mount,
      StatusMeaning meaning,
      BiFunction<VaultOperation, Call, Outcome<Answer>> server) {
    this.config = config;
    this.mount = mount;
    this.meaning = meaning;
    this.server = server;
  }

  @Override
  public TagFilter tagFilter() {
    return config.version() == KeyValueVersion.V2 ? TagFilter.BY_VALUE : TagFilter.NONE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    return VaultClient.edge(() -> {
      String path =
          folder.path().isEmpty()
              ? ""
              : VaultPath.encode(folder.path())
                      .orElseThrow(() ->
                          new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL))
                  + "/";
      VaultOperation operation =
          new VaultOperation.ListNames(
              mount,
              config.version() == KeyValueVersion.V2,
              path,
              call.session().token(),
              config.namespace(),
              VaultClient.auditId(call));
      return server
          .apply(operation, call)
          .then(answer -> {
            try (answer) {
              return page(answer);
            }
          });
    });
  }

  private Outcome<Page> page(Answer answer) {
    return switch (answer.status()) {
      case 200 -> Outcome.ok(page(names(answer)));
      case 404 -> empty(answer);
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  /** 404 with an empty list of errors stands for a folder without names. */
  private static Outcome<Page> empty(Answer answer) {
    Failure failure = StatusMeaning.notFound(ErrorList.read(answer.body()));
    return failure.kind() == FailureClass.NotFound && failure.detail() == FailureDetail.NONE
        ? Outcome.ok(new Page(List.of(), List.of(), Optional.empty()))
        : Outcome.failed(failure.withStatus(answer.status()));
  }

  private static List<String> names(Answer answer) {
    return StrictJson.read(
        answer.body(),
        json -> {
          List<String> names = new ArrayList<>();
          json.object(member -> {
            if (!member.equals("data") || json.isNull()) {
              json.skip();
              return;
            }
            json.object(inner -> {
              if (inner.equals("keys")) {
                json.array(() -> names.add(json.text()));
              } else {
                json.skip();
              }
            });
          });
          return names;
        });
  }

  private static Page page(List<String> names) {
    return new Page(
        names.stream().filter(name -> !name.endsWith("/")).toList(),
        names.stream()
            .filter(name -> name.endsWith("/"))
            .map(name -> name.substring(0, name.length() - 1))
            .toList(),
        Optional.empty());
  }
}
