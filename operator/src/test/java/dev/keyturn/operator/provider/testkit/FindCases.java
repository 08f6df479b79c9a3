package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a backend must keep that lists its secrets. */
abstract class FindCases extends WriteFaultCases {

  @Nested
  class Find {
    private Lister lister() {
      return client().lister().orElseThrow();
    }

    private List<String> names(String folder) {
      return names(Lister.Folder.of(folder));
    }

    private List<String> names(Lister.Folder folder) {
      List<String> names = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Lister.Page page = value(lister().list(folder, cursor, call()));
        names.addAll(page.secrets());
        page.folders().forEach(name -> names.add(name + "/"));
        cursor = page.next();
      } while (cursor.isPresent());
      return names.stream().sorted().toList();
    }

    private Call call() {
      return new Call(login(), soon(), "contract");
    }

    @Test
    @Needs(Trait.FOLDERS)
    void aFolderNamesItsSecretsAndItsFolders() {
      backend().putObject("find/a", "{\"v\":\"1\"}");
      backend().putObject("find/b", "{\"v\":\"1\"}");
      backend().putObject("find/sub/c", "{\"v\":\"1\"}");
      backend().putObject("findother/d", "{\"v\":\"1\"}");
      assertThat(names("find")).containsExactly("a", "b", "sub/");
      assertThat(names("find/sub")).containsExactly("c");
      assertThat(names("")).contains("find/", "findother/");
    }

    @Test
    @Needs(Trait.LIST)
    void aFolderThatIsNotThereHasNoNames() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      assertThat(names("never/written")).isEmpty();
    }

    @Test
    @Needs(Trait.FOLDERS)
    void aFolderOfManyNamesIsComplete() {
      List<String> expected = new ArrayList<>();
      for (int i = 100; i < 350; i++) {
        backend().putObject("many/n" + i, "{\"v\":\"1\"}");
        expected.add("n" + i);
      }
      assertThat(names("many")).isEqualTo(expected);
    }

    /** A page that is just not full, one that is, and one name more than it holds. */
    @Test
    @Needs(Trait.LIST)
    void aListThatEndsWithItsPageIsComplete() {
      // Where a page holds more than this, no list of a test fills it.
      int full = Math.min(backend().namesPerPage(), 100);
      List<String> expected = new ArrayList<>();
      for (int i = 1_000; i < 1_000 + full + 1; i++) {
        backend().putObject(key("n" + i), "{\"v\":\"1\"}");
        expected.add(key("n" + i));
        if (expected.size() >= full - 1) {
          assertThat(names("").stream().filter(name -> name.startsWith(key("n1"))).toList())
              .isEqualTo(expected);
        }
      }
    }

    @Test
    @Needs(Trait.FOLDERS)
    void whatWasRemovedHasNoNameAnyMore() {
      backend().putObject("left/a", "{\"v\":\"1\"}");
      backend().putObject("left/b", "{\"v\":\"1\"}");
      backend().remove("left/a");
      assertThat(names("left")).containsExactly("b");
    }

    @Test
    @Needs({Trait.LOGIN, Trait.REVOCATION})
    void aListNeedsASession() {
      Session session = login();
      backend().expireSessions();
      assertThat(
              failure(
                      lister()
                          .list(
                              Lister.Folder.of(""),
                              Optional.empty(),
                              new Call(session, soon(), "contract")))
                  .kind())
          .isEqualTo(AuthFailed);
    }

    @Test
    @Needs(Trait.LIST)
    void theListerSaysWhetherReadsCarryTags() {
      assertThat(lister().tagFilter() == Lister.TagFilter.BY_VALUE)
          .isEqualTo(!backend().lacks().containsKey(Trait.TAGS));
    }

    @Test
    @Needs(Trait.LIST)
    void aListThatComparesTagsHoldsOnlyWhatHasAllOfThem() {
      assumeThat(lister().tagFilter()).isEqualTo(Lister.TagFilter.BY_LIST);
      Map<String, String> tags = Map.of("team", "shop", "tier", "gold");
      tagged("both", tags);
      tagged("more", Map.of("team", "shop", "tier", "gold", "zone", "a"));
      tagged("one", Map.of("team", "shop"));
      tagged("other", Map.of("team", "shop2", "tier", "gold"));
      backend().putObject(key("none"), "{\"v\":\"1\"}");
      assertThat(names(new Lister.Folder("", new TreeMap<>(tags))))
          .containsExactly(key("both"), key("more"));
      assertThat(names("")).contains(key("both"), key("none"), key("one"), key("other"));
    }

    private void tagged(String name, Map<String, String> tags) {
      backend().putObject(key(name), "{\"v\":\"1\"}");
      backend().tag(key(name), tags);
    }

    @Test
    @Needs(Trait.LIST)
    void aListAfterItsDeadlineIsATimeout() {
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(
          lister().list(Lister.Folder.of(""), Optional.empty(), late), Timeout, FailureDetail.NONE);
    }
  }
}
