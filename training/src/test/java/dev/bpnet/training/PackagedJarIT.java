package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.runtime.Network;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The jar that applications ship which train. */
class PackagedJarIT {
  private static final Path JAR = Path.of(System.getProperty("packaged.jar"));

  /** Whoever needs more than this asks first whether all trainings do. */
  private static final long MOST_BYTES = 100_000;

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void stackTracesHaveTheirLines() throws Exception {
    try (URLClassLoader loader = withTheRuntime()) {
      Method sgd = loader.loadClass(Optimizer.class.getName()).getMethod("sgd", double.class);
      try {
        sgd.invoke(null, -1.0);
        throw new AssertionError("a rate is above 0");
      } catch (InvocationTargetException e) {
        StackTraceElement top = e.getCause().getStackTrace()[0];
        assertThat(top.getFileName()).isEqualTo("Ranges.java");
        assertThat(top.getLineNumber()).isPositive();
      }
    }
  }

  private static URLClassLoader withTheRuntime() throws IOException, URISyntaxException {
    URL runtime = Network.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(
        new URL[] {JAR.toUri().toURL(), runtime}, ClassLoader.getPlatformClassLoader());
  }
}
