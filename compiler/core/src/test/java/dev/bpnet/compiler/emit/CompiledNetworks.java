package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Many networks through one run of javac, with every warning an error. They see each other, as the
 * networks of one folder do.
 */
final class CompiledNetworks extends ClassLoader {
  private final Map<String, byte[]> classFiles;

  private CompiledNetworks(Map<String, byte[]> classFiles) {
    super(Network.class.getClassLoader());
    this.classFiles = classFiles;
  }

  static CompiledNetworks of(Iterable<CompiledNetwork> networks) {
    Map<String, String> sources = new LinkedHashMap<>();
    networks.forEach(network -> sources.putAll(network.sources()));
    return new CompiledNetworks(
        new NetworkLoader().compile(sources, "-Xlint:all", "-Werror", "-Xmaxerrs", "20"));
  }

  Network.OfDouble create(CompiledNetwork network) {
    try {
      return loadClass(network.className())
          .asSubclass(Network.OfDouble.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(network.className(), e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = classFiles.get(name);
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, classFile, 0, classFile.length);
  }
}
