package dev.bpnet.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that is running, and of the JVM. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "bpnet "
          + (version == null ? "(development)" : version)
          + " on Java "
          + Runtime.version()
          + " ("
          + System.getProperty("java.vendor")
          + ")"
    };
  }
}
