package dev.bpnet.compiler.memory;

import java.util.Map;

/** Defines classes from class files in memory; everything else is its parent's. */
final class MemoryClassLoader extends ClassLoader {
  private final Map<String, byte[]> classFiles;

  MemoryClassLoader(Map<String, byte[]> classFiles, ClassLoader parent) {
    super(parent);
    this.classFiles = classFiles;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    // Ours come first: a class of the same name on the class path is another network.
    synchronized (getClassLoadingLock(name)) {
      if (!classFiles.containsKey(name)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] classFile = classFiles.get(name);
        loaded = defineClass(name, classFile, 0, classFile.length);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }
}
