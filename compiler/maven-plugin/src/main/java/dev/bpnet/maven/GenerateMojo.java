package dev.bpnet.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Makes Java sources of the models of the project. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractGenerateMojo {
  /** Folder of the models; their folders below it are their packages. */
  @Parameter(
      property = "bpnet.sourceDirectory",
      defaultValue = "${project.basedir}/src/main/bpnet",
      required = true)
  private File sourceDirectory;

  /** Folder to write the Java sources to. It is added to what the project compiles. */
  @Parameter(
      property = "bpnet.outputDirectory",
      defaultValue = "${project.build.directory}/generated-sources/bpnet",
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
    to.addCompileSourceRoot(folder);
  }
}
