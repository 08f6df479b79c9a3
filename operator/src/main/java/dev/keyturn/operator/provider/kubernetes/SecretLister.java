package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the names of a namespace's Secrets without their values; there are no folders. */
final class SecretLister implements Lister {
  private final MetadataPages pages;

  SecretLister(MetadataPages pages) {
    this.pages = pages;
  }

  /** Labels, and the mark of the owner. */
  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_VALUE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (!folder.path().isEmpty()) {
      return Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    return pages.page(cursor, call, SecretLister::page);
  }

  private static Page page(StrictJson json) {
    List<String> names = new ArrayList<>();
    Optional<String> next =
        MetadataPages.read(json, () -> json.object(member -> item(json, member, names)));
    return new Page(names, List.of(), next);
  }

  private static void item(StrictJson json, String member, List<String> names) {
    if (!member.equals("metadata")) {
      json.skip();
      return;
    }
    json.object(field -> {
      if (field.equals("name")) {
        names.add(json.text());
      } else {
        json.skip();
      }
    });
  }
}
