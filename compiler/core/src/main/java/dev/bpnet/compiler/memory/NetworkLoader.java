package dev.bpnet.compiler.memory;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.runtime.Network;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * Compiles the Java of a network in memory and creates it, in a class loader of its own: two
 * networks of the same name do not meet.
 */
public final class NetworkLoader {
  /**
   * @throws NoJavaCompilerException if the JVM comes without a Java compiler
   * @throws IllegalStateException if the generated sources do not compile, which is a bug of ours
   * @throws OutOfMemoryError if its parameters do not fit
   */
  public Network load(CompiledNetwork network) {
    return load(network.className(), network.sources());
  }

  /**
   * As {@link #load(CompiledNetwork)}, from source texts by fully qualified class name.
   *
   * @param className the class that is the network
   */
  public Network load(String className, Map<String, String> sources) {
    MemoryClassLoader loader =
        new MemoryClassLoader(compile(sources), NetworkLoader.class.getClassLoader());
    try {
      return Class.forName(className, true, loader)
          .asSubclass(Network.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof OutOfMemoryError memory) {
        throw memory;
      }
      throw new IllegalStateException("cannot create the generated class " + className, e);
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new IllegalStateException("cannot create the generated class " + className, e);
    }
  }

  /**
   * The class files of source texts, by binary name.
   *
   * @param javacOptions in addition to those that {@link #load(CompiledNetwork)} uses
   */
  public Map<String, byte[]> compile(Map<String, String> sources, String... javacOptions) {
    return new MemoryCompilation(sources).run(javacOptions);
  }
}
