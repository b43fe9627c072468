package dev.bpnet.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Makes Java sources of the models that only the tests of the project use. */
@Mojo(
    name = "generate-test",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    threadSafe = true)
public final class GenerateTestMojo extends AbstractGenerateMojo {
  /** Folder of the models; their folders below it are their packages. */
  @Parameter(
      property = "bpnet.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/bpnet",
      required = true)
  private File sourceDirectory;

  /** Folder to write the Java sources to. It is added to what the project's tests compile. */
  @Parameter(
      property = "bpnet.testOutputDirectory",
      defaultValue = "${project.build.directory}/generated-test-sources/bpnet",
      required = true)
  private File outputDirectory;

  @Override
  File sourceDirectory() {
    return sourceDirectory;
  }

  @Override
  File outputDirectory() {
    return outputDirectory;
  }

  @Override
  void addSources(MavenProject to, String folder) {
    to.addTestCompileSourceRoot(folder);
  }
}
