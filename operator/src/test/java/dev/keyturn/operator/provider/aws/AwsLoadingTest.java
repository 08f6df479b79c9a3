package dev.keyturn.operator.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An installation without an AWS store never loads the SDK. */
class AwsLoadingTest {
  private final WithoutSdk classes = new WithoutSdk(getClass().getClassLoader());
  private final Object factory = newFactory();
  private final Object config = newConfig();

  private Object newFactory() {
    try {
      return type(AwsProviderFactory.class)
          .getConstructor(InstantSource.class)
          .newInstance(InstantSource.system());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object newConfig() {
    try {
      Object keys = type(AwsAuth.Keys.class).getConstructor().newInstance();
      return type(AwsConfig.class)
          .getMethod("secretsManager", String.class, Optional.class, type(AwsAuth.class))
          .invoke(null, "eu-west-1", Optional.empty(), keys);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> type(Class<?> ours) throws ClassNotFoundException {
    return classes.loadClass(ours.getName());
  }

  @Test
  void aConfigurationIsCheckedWithoutTheSdk() throws ReflectiveOperationException {
    Object problems =
        factory.getClass().getMethod("check", type(AwsConfig.class)).invoke(factory, config);
    assertThat(problems).isEqualTo(List.of());
  }

  @Test
  void openingAStoreLoadsTheSdk() throws ReflectiveOperationException {
    var open =
        factory
            .getClass()
            .getMethod("open", type(AwsConfig.class), Credentials.class, BackendHttp.class);
    assertThatThrownBy(() -> open.invoke(factory, config, Credentials.none(), null))
        .isInstanceOf(InvocationTargetException.class)
        .hasCauseInstanceOf(NoClassDefFoundError.class);
  }

  /** Loads this package anew, as if the SDK were not there. */
  private static final class WithoutSdk extends ClassLoader {
    private static final String OURS = AwsConfig.class.getPackageName() + ".";

    WithoutSdk(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("software.amazon.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/') + ".class";
      try (InputStream file = getParent().getResourceAsStream(path)) {
        if (file == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
