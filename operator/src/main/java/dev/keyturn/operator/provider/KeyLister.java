package dev.keyturn.operator.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lists a backend whose keys are all in memory, as if their slashes made folders. */
public final class KeyLister implements Lister {
  private static final int PAGE = 100;

  private final Collection<String> keys;

  public KeyLister(Collection<String> keys) {
    this.keys = keys;
  }

  @Override
  public TagFilter tagFilter() {
    return TagFilter.NONE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    String prefix = folder.prefix();
    SortedSet<String> names = new TreeSet<>();
    for (String key : keys) {
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        String rest = key.substring(prefix.length());
        int slash = rest.indexOf('/');
        names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
      }
    }
    return Outcome.ok(page(cursor.isEmpty() ? names : names.tailSet(cursor.get() + '\0')));
  }

  private static Page page(SortedSet<String> names) {
    List<String> secrets = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    Optional<String> last = Optional.empty();
    for (String name : names) {
      if (secrets.size() + folders.size() == PAGE) {
        return new Page(secrets, folders, last);
      }
      if (name.endsWith("/")) {
        folders.add(name.substring(0, name.length() - 1));
      } else {
        secrets.add(name);
      }
      last = Optional.of(name);
    }
    return new Page(secrets, folders, Optional.empty());
  }
}
