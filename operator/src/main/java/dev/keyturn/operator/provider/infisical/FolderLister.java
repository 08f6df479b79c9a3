package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of a folder: those of its secrets and of what it imports, without values, on the first
 * page; where the store is recursive, those of its folders on a second one, which is a request of
 * its own.
 */
final class FolderLister implements Lister {
  private static final String FOLDERS = "folders";

  private final InfisicalConfig config;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;

  FolderLister(InfisicalConfig config, InfisicalCalls calls, AnswerMeaning meaning) {
    this.config = config;
    this.calls = calls;
    this.meaning = meaning;
  }

  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_VALUE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    return Edge.guard(() -> {
      String path = SecretPlace.folder(config.path(), folder.path());
      Outcome<Page> page = cursor.isEmpty() ? secrets(path, call) : folders(path, call);
      // The folder of the store itself is part of its configuration: it has to be there.
      return page instanceof Outcome.Failed<Page>(Failure failure)
              && failure.kind() == FailureClass.NotFound
              && !folder.path().isEmpty()
          ? Outcome.ok(new Page(List.of(), List.of(), Optional.empty()))
          : page;
    });
  }

  private Outcome<Page> secrets(String path, Call call) {
    Access access = Access.of(call.session());
    Map<String, String> query =
        SecretQuery.of(access.project(), config.environment(), path, false, true);
    query.put("viewSecretValue", "false");
    query.put("recursive", "false");
    return calls.get(
        "/v4/secrets",
        query,
        access,
        InfisicalCalls.FOLDER_LIMIT,
        call.deadline(),
        answer ->
            answer.status() == 200
                ? Outcome.ok(names(answer))
                : Outcome.failed(meaning.of(answer)));
  }

  private Page names(Answer answer) {
    try (FolderBody folder = FolderBody.read(answer.body())) {
      List<String> names =
          Stream.concat(folder.own().keySet().stream(), folder.imported().keySet().stream())
              .filter(SecretPlace::isName)
              .toList();
      return new Page(
          names, List.of(), config.recursive() ? Optional.of(FOLDERS) : Optional.empty());
    }
  }

  private Outcome<Page> folders(String path, Call call) {
    Access access = Access.of(call.session());
    return calls.get(
        "/v2/folders",
        Map.of(
            "projectId", access.project(),
            "environment", config.environment(),
            "path", path),
        access,
        InfisicalCalls.FOLDER_LIMIT,
        call.deadline(),
        answer ->
            answer.status() == 200
                ? Outcome.ok(new Page(List.of(), folders(answer), Optional.empty()))
                : Outcome.failed(meaning.of(answer)));
  }

  private static List<String> folders(Answer answer) {
    return StrictJson.read(
        answer.body(),
        json -> {
          List<String> names = new ArrayList<>();
          json.object(member -> {
            if (!member.equals("folders")) {
              json.skip();
              return;
            }
            json.array(() ->
                json.object(field -> {
                  if (field.equals("name")) {
                    names.add(json.text());
                  } else {
                    json.skip();
                  }
                }));
          });
          return names.stream().filter(SecretPlace::isFolder).toList();
        });
  }
}
