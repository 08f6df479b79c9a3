package dev.keyturn.cli.render;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.IssueResult;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.select.SecretTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Answers a plan from data in place of backends.
 *
 * @param tags of every secret
 */
record OfflineAnswers(RemoteData data, Map<String, String> tags) {

  ReadResult read(ReadRequest request) {
    return data.payload(request.key())
        .<ReadResult>map(
            payload -> new ReadResult.Value(SecretTree.owning(payload), request.version(), tags))
        .orElseGet(() -> new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE));
  }

  /** Every secret counts as one that has the tags: the data does not say which it has. */
  ListResult list(ListRequest request) {
    String folder = request.granted().folder().toString();
    String prefix = folder.isEmpty() ? "" : folder + "/";
    TreeSet<String> names =
        new TreeSet<>((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)));
    for (String key : data.keys()) {
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        String rest = key.substring(prefix.length());
        int slash = rest.indexOf('/');
        names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
      }
    }
    return new ListResult.Names(names.stream().toList(), false, ListResult.TagFilter.BY_LIST);
  }

  /** What would be made for the sync stands under its path, like everything else. */
  IssueResult issue(IssueRequest request) {
    Optional<byte[]> payload = data.payload(path(request));
    if (payload.isEmpty()) {
      return new IssueResult.Failed(ErrorClass.NotFound, Detail.NONE);
    }
    try (SecretTree tree = SecretTree.owning(payload.get())) {
      return IssueResult.of(tree);
    }
  }

  /** Without the class before it, which is no part of what the spec names. */
  static String path(IssueRequest request) {
    return switch (request) {
      case IssueRequest.Lease(var source, var granted) -> source.path();
      case IssueRequest.Certificate(var source, var granted) ->
          source.mount() + "/" + source.role();
      case IssueRequest.Token(var source, var granted) -> source.path();
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
