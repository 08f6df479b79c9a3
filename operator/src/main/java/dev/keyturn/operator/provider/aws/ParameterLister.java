package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

/**
 * Names of parameters by GetParametersByPath, those with certain tags by DescribeParameters, with
 * everything below a folder: the service names no folders, only what is in them. Values that come
 * along are encrypted where they are secret, and are let go.
 */
final class ParameterLister implements Lister {
  private static final int PAGE = 10;
  private static final int DESCRIBED_PAGE = 50;

  private final AwsCalls calls;

  ParameterLister(AwsCalls calls) {
    this.calls = calls;
  }

  /** The service's: neither a value nor a list names them. */
  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_LIST;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    return AwsClient.edge(() ->
        folder.tags().isEmpty() ? byPath(folder, cursor, call) : byTags(folder, cursor, call));
  }

  private Outcome<Page> byPath(Folder folder, Optional<String> cursor, Call call) {
    return calls
        .askSsm(
            call.deadline(),
            ssm ->
                ssm.getParametersByPath(request -> {
                  request
                      .path("/" + folder.path())
                      .recursive(true)
                      .withDecryption(false)
                      .maxResults(PAGE)
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                  cursor.ifPresent(request::nextToken);
                }))
        .then(answer ->
            answer.hasParameters()
                ? Outcome.ok(
                    page(
                        answer.parameters().stream().map(Parameter::name),
                        Optional.ofNullable(answer.nextToken()),
                        folder.prefix()))
                : Outcome.failed(FailureClass.InvalidData));
  }

  /** GetParametersByPath knows labels of versions, but not the tags of parameters. */
  private Outcome<Page> byTags(Folder folder, Optional<String> cursor, Call call) {
    List<ParameterStringFilter> filters = new ArrayList<>();
    folder.tags().forEach((key, value) -> filters.add(filter("tag:" + key, "Equals", value)));
    if (!folder.path().isEmpty()) {
      filters.add(filter("Path", "Recursive", "/" + folder.path()));
    }
    return calls
        .askSsm(
            call.deadline(),
            ssm ->
                ssm.describeParameters(request -> {
                  request
                      .parameterFilters(filters)
                      .maxResults(DESCRIBED_PAGE)
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                  cursor.ifPresent(request::nextToken);
                }))
        .then(answer ->
            answer.hasParameters()
                ? Outcome.ok(
                    page(
                        answer.parameters().stream().map(ParameterMetadata::name),
                        Optional.ofNullable(answer.nextToken()),
                        folder.prefix()))
                : Outcome.failed(FailureClass.InvalidData));
  }

  private static ParameterStringFilter filter(String key, String option, String value) {
    return ParameterStringFilter.builder().key(key).option(option).values(value).build();
  }

  private static Page page(Stream<String> names, Optional<String> next, String prefix) {
    SortedSet<String> secrets = new TreeSet<>();
    SortedSet<String> folders = new TreeSet<>();
    names
        .map(ParameterName::key)
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .forEach(rest -> {
          int slash = rest.indexOf('/');
          if (slash < 0) {
            secrets.add(rest);
          } else {
            folders.add(rest.substring(0, slash));
          }
        });
    return new Page(secrets.stream().toList(), folders.stream().toList(), next);
  }
}
