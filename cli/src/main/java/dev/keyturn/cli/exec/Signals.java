package dev.keyturn.cli.exec;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Passes what ends a process on to the child, and lets the child decide. Closing it gives the
 * signals back.
 *
 * <p>A shutdown hook would not do: it does not know which signal came, and a second one is lost.
 * The JDK has the class for it in the module {@code jdk.unsupported}, and javac warns of each
 * mention of that; so it is found by name.
 */
final class Signals implements AutoCloseable {
  private static final List<String> PASSED = List.of("TERM", "HUP", "INT");

  private final CompletableFuture<Process> child = new CompletableFuture<>();
  private final Map<String, Object> before = new HashMap<>();
  private final boolean terminal;

  private Signals(boolean terminal) {
    this.terminal = terminal;
  }

  /**
   * Catches the signals, so that none is lost while the child starts.
   *
   * @param terminal true where a person sits at it, for systems that do not say who the foreground
   *     is
   */
  static Signals caught(boolean terminal) {
    Signals signals = new Signals(terminal);
    for (String name : PASSED) {
      try {
        signals.before.put(name, handle(name, signals.handler(name)));
      } catch (ReflectiveOperationException e) {
        // Not of this system, or kept by the virtual machine (-Xrs): it stays as it is.
        signals.before.remove(name);
      }
    }
    return signals;
  }

  void passTo(Process started) {
    child.complete(started);
  }

  @Override
  public void close() {
    before.forEach((name, handler) -> {
      try {
        handle(name, handler);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a signal that could be caught can be given back", e);
      }
    });
  }

  private Object handler(String name) throws ReflectiveOperationException {
    InvocationHandler passOn =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                pass(name, child.join());
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "signal to the child";
            };
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, passOn);
  }

  /** The handler that was there. */
  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  private void pass(String name, Process process) {
    if (name.equals("TERM")) {
      process.destroy();
    } else if (!(name.equals("INT") && isForeground())) {
      // The shell's own kill: a Process knows TERM and KILL only.
      try {
        new ProcessBuilder(
                "sh", "-c", "kill -" + name + " \"$1\"", "sh", Long.toString(process.pid()))
            .start();
      } catch (IOException e) {
        process.destroy();
      }
    }
  }

  /** True where the terminal sends an interrupt to the child itself, as to its whole group. */
  private boolean isForeground() {
    return group().orElse(terminal);
  }

  private static Optional<Boolean> group() {
    try {
      // proc(5): pid (comm) state ppid pgrp session tty_nr tpgid; comm may hold anything.
      String stat = Files.readString(Path.of("/proc/self/stat"));
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 8));
      return Optional.of(fields.get(2).equals(fields.get(5)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
