package dev.keyturn.cli.exec;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.operator.provider.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys of a Secret as variables. A key is its variable's name, unchanged: a mapping such as
 * {@code tls.crt} to {@code TLS_CRT} would be ours alone, and two keys could meet in it.
 */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What says which code a program loads: whoever may write at the backend must not say that. */
  private static final Set<String> LOADS_CODE =
      Set.of(
          "PATH",
          "IFS",
          "ENV",
          "BASH_ENV",
          "SHELLOPTS",
          "BASHOPTS",
          "PS4",
          "PROMPT_COMMAND",
          "GCONV_PATH",
          "NODE_OPTIONS",
          "NODE_PATH",
          "PYTHONPATH",
          "PYTHONHOME",
          "PYTHONSTARTUP",
          "PERL5LIB",
          "PERL5OPT",
          "RUBYLIB",
          "RUBYOPT",
          "CLASSPATH",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "GIT_SSH_COMMAND");

  private final SyncedSecret secret;

  Variables(SyncedSecret secret) {
    this.secret = secret;
  }

  /**
   * @throws CommandFailure {@link ExitStatus#NOT_READY} that names every key that is not there, or
   *     cannot be a variable
   */
  void requireAll(List<String> keys) {
    List<String> missing =
        keys.stream()
            .filter(key -> !secret.values().containsKey(key) || unfit().contains(key))
            .toList();
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.NOT_READY,
          secret.words() + " gives no variable " + String.join(", ", missing),
          null);
    }
  }

  /** The keys that no variable can be made of, in their order. */
  List<String> unfit() {
    return secret.values().entrySet().stream()
        .filter(entry -> !isName(entry.getKey()) || !entry.getValue().with(Variables::isText))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Adds all others; an environment takes nothing but texts. */
  void putInto(Map<String, String> environment) {
    List<String> unfit = unfit();
    secret
        .values()
        .forEach((key, value) -> {
          if (!unfit.contains(key)) {
            put(environment, key, value);
          }
        });
  }

  private static void put(Map<String, String> environment, String key, SecretBytes value) {
    value.withText(text -> environment.put(key, text));
  }

  private static boolean isName(String key) {
    return NAME.matcher(key).matches()
        && !key.startsWith("LD_")
        && !key.startsWith("DYLD_")
        && !LOADS_CODE.contains(key);
  }

  /** A variable ends at a zero, and ours go through text. */
  private static boolean isText(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.chars().noneMatch(character -> character == 0);
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
