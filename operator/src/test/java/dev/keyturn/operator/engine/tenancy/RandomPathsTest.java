package dev.keyturn.operator.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.RemotePath.Canonical;
import dev.keyturn.proof.Proves;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random paths, compared with a matcher that is written in another way: as regular expressions. */
final class RandomPathsTest {
  private static final int PATHS = 100_000;
  private static final List<String> PIECES =
      List.of(
          "tenants",
          "shop",
          "shop2",
          "SHOP",
          "blog",
          "platform",
          "tls",
          "db",
          ".",
          "..",
          "%2f",
          "%2e%2e",
          "%252e",
          "..%2f",
          "",
          " ",
          "ü",
          "u\u0308",
          "\u0455hop",
          "\uff0e\uff0e",
          "\u2024\u2024",
          "\u200b",
          "\ud800",
          "日本",
          "\\",
          "..\\",
          "*",
          "**",
          "?x",
          "#",
          "${tenant}",
          "a b",
          "shop ",
          "\u0000",
          "\t",
          ";x",
          "+",
          "~",
          "...",
          "\u00a0");
  private static final List<String> PATTERNS =
      List.of(
          "tenants/${tenant}/**",
          "tenants/${namespace}/*",
          "platform/tls/*",
          "platform/*/db",
          "*/shop2/db",
          "ü/日本",
          "**");
  private static final List<Pattern> REFUSED =
      List.of(
          Pattern.compile("(^|/)(\\.{1,2})?(/|$)"),
          Pattern.compile("[%\\\\?#*\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]"),
          Pattern.compile("(^|/)[\\s\\p{Z}]|[\\s\\p{Z}](/|$)"));
  private static final Map<String, Pattern> EXPRESSIONS =
      PATTERNS.stream().collect(Collectors.toMap(p -> p, RandomPathsTest::expression));
  private static final NamespaceIdentity NAMESPACE = new NamespaceIdentity("blog", "uid");
  private static final StoreIdentity STORE =
      new StoreIdentity(StoreKind.ClusterSecretStore, "vault");

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {4711, 1, 20260})
  @Proves("F073")
  void decidesAsTheReferenceMatcherDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int allowed = 0;
    for (int i = 0; i < PATHS; i++) {
      String raw = randomPath(random);
      String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
      boolean granted = decide(raw, pattern);
      if (granted != reference(raw, pattern)) {
        fail("path <%s> pattern <%s>: decided %s", raw, pattern, granted);
      }
      allowed += granted ? 1 : 0;
    }
    assertThat(allowed).as("both answers occur").isBetween(PATHS / 100, PATHS * 9 / 10);
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {4711, 2})
  void noGrantedPathLeavesTheTenantHoweverABackendDecodesIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int allowed = 0;
    for (int i = 0; i < PATHS; i++) {
      String raw = "tenants/shop/" + randomPath(random);
      if (decide(raw, "tenants/${tenant}/**")) {
        allowed++;
        if (!lenientlyResolved(raw).startsWith("tenants/shop/")) {
          fail("path <%s> was granted", raw);
        }
      }
    }
    assertThat(allowed).isPositive();
  }

  private static boolean decide(String raw, String pattern) {
    return switch (RemotePath.canonical(raw)) {
      case Canonical.Refused refused -> false;
      case Canonical.Ok(RemotePath path) ->
          Gate.decide(NAMESPACE, STORE, Verb.READ, path, List.of(scope(pattern)))
              instanceof Decision.Allowed;
    };
  }

  private static ScopeView scope(String pattern) {
    return new ScopeView(
        "s",
        "shop",
        Set.of("blog"),
        Map.of("blog", "uid"),
        List.of(
            new ScopeView.Grant(
                STORE, List.of(PathPattern.parse(pattern).orElseThrow()), List.of())));
  }

  private static String randomPath(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return List.of("tenants/shop/", "tenants/blog/", "platform/tls/").get(random.nextInt(3))
          + PIECES.get(random.nextInt(PIECES.size()));
    }
    String separator = random.nextInt(20) == 0 ? "" : "/";
    return IntStream.range(0, 1 + random.nextInt(5))
        .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining(separator));
  }

  /** The rules of canonical paths, each as one expression over the whole text. */
  private static boolean reference(String raw, String pattern) {
    boolean canonical =
        !raw.isEmpty()
            && REFUSED.stream().noneMatch(refused -> refused.matcher(raw).find())
            && Normalizer.normalize(raw, Normalizer.Form.NFC).equals(raw);
    return canonical && Objects.requireNonNull(EXPRESSIONS.get(pattern)).matcher(raw).matches();
  }

  private static Pattern expression(String pattern) {
    String filled = pattern.replace("${tenant}", "shop").replace("${namespace}", "blog");
    String regex =
        List.of(filled.split("/")).stream()
            .map(
                part -> part.equals("**") ? ".+" : part.equals("*") ? "[^/]+" : Pattern.quote(part))
            .collect(Collectors.joining("/"));
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  /** What the most lenient backend would make of a path. */
  private static String lenientlyResolved(String raw) {
    String text = raw;
    for (int i = 0; i < 3 && text.contains("%"); i++) {
      try {
        text = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        break;
      }
    }
    Deque<String> folders = new ArrayDeque<>();
    for (String part : text.replace('\\', '/').split("/")) {
      switch (part.strip()) {
        case "", "." -> {}
        case ".." -> folders.pollLast();
        default -> folders.addLast(part);
      }
    }
    return String.join("/", folders);
  }
}
