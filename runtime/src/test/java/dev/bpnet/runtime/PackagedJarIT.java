package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jar that every application with a network ships. */
class PackagedJarIT {
  private static final Path JAR = Path.of(System.getProperty("packaged.jar"));

  /** Whoever needs more than this asks first whether all applications do. */
  private static final long MOST_BYTES = 100_000;

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void stackTracesHaveTheirLines() throws Exception {
    try (URLClassLoader loader = alone()) {
      Class<?> initializer = loader.loadClass(Initializer.class.getName());
      Object he = initializer.getMethod("heNormal").invoke(null);
      try {
        initializer
            .getMethod("draw", String.class, List.class, long.class)
            .invoke(he, "b", List.of(3), 1L);
        throw new AssertionError("a vector has no fan in");
      } catch (InvocationTargetException e) {
        StackTraceElement top = e.getCause().getStackTrace()[0];
        assertThat(top.getFileName()).isEqualTo("InitialValues.java");
        assertThat(top.getLineNumber()).isPositive();
      }
    }
  }

  private static URLClassLoader alone() throws IOException {
    return new URLClassLoader(
        new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }
}
