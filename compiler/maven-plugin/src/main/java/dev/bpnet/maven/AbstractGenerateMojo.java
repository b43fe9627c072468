package dev.bpnet.maven;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.diagnostic.BuildLogRenderer;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.files.FileException;
import dev.bpnet.compiler.generate.GenerationListener;
import dev.bpnet.compiler.generate.GenerationReport;
import dev.bpnet.compiler.generate.GenerationRequest;
import dev.bpnet.compiler.generate.ModelFile;
import dev.bpnet.compiler.generate.ModelPatterns;
import dev.bpnet.compiler.generate.SettingException;
import dev.bpnet.compiler.generate.SourceGenerator;
import dev.bpnet.compiler.lower.Plan;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the goals have in common. */
abstract class AbstractGenerateMojo extends AbstractMojo {
  private static final String VECTOR_MODULE = GeneratedVectors.MODULE;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Where the plugin remembers what it made from what. */
  @Parameter(
      defaultValue = "${project.build.directory}/maven-status/bpnet-maven-plugin",
      readonly = true,
      required = true)
  private File statusDirectory;

  /** Does nothing if set. */
  @Parameter(property = "bpnet.skip", defaultValue = "false")
  private boolean skip;

  /** Models to compile, as patterns below the source folder. Default: all {@code *.bpnet}. */
  @Parameter(property = "bpnet.includes")
  private List<String> includes = List.of();

  /** Models to leave out, as patterns below the source folder; they may still be imported. */
  @Parameter(property = "bpnet.excludes")
  private List<String> excludes = List.of();

  /** The Java type of reals: {@code float} or {@code double}. */
  @Parameter(property = "bpnet.precision", defaultValue = "float")
  private String precision;

  /**
   * What the generated code is made for: {@code scalar}, which is plain Java; {@code vector}, which
   * needs {@code --add-modules jdk.incubator.vector} of javac and of java; or {@code auto}, both of
   * these, which needs it of javac and takes vectors where java has it.
   */
  @Parameter(property = "bpnet.target", defaultValue = "scalar")
  private String target;

  /**
   * How networks are computed: {@code auto}, by a model of the cost; {@code straight}, a statement
   * for every element; {@code loops}; or, on vectors, {@code units} or {@code examples} in the
   * lanes.
   */
  @Parameter(property = "bpnet.plan", defaultValue = "auto")
  private String plan;

  /**
   * Settings of networks: {@code <hidden>64</hidden>} for all that have it, {@code
   * <Digits.hidden>64</Digits.hidden>} for one.
   */
  @Parameter private Map<String, String> settings = Map.of();

  /**
   * Straight-line code is made of passes of at most so many scalar operations. Default: the
   * compiler's choice.
   */
  @Parameter(property = "bpnet.unroll")
  private Integer unroll;

  /**
   * Encoding of the generated sources, which the Java compiler is to read them in. Models are
   * always UTF-8. Where it is not set, the sources hold nothing but ASCII.
   */
  @Parameter(property = "bpnet.encoding", defaultValue = "${project.build.sourceEncoding}")
  private String encoding;

  /** Folder of the models. */
  abstract File sourceDirectory();

  /** Folder of the generated sources. */
  abstract File outputDirectory();

  /** Makes the generated sources a part of the project. */
  abstract void addSources(MavenProject to, String folder);

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("bpnet is skipped");
      return;
    }
    addSources(project, outputDirectory().getPath());
    GenerationReport report = generate(request());
    report.problems().forEach(getLog()::error);
    tell(report);
    adviseOnVectors(report);
    if (report.hasFailed()) {
      int errors = report.errors() + report.problems().size();
      throw new MojoFailureException(
          errors == 1 ? "1 error in bpnet models" : errors + " errors in bpnet models");
    }
  }

  /** What javac says of the missing module does not say where to ask for it. */
  private void adviseOnVectors(GenerationReport report) {
    boolean wantsModule =
        !target.equalsIgnoreCase(Target.SCALAR.name())
            && report.models() > 0
            && GeneratedVectors.areIn(outputDirectory().toPath());
    if (wantsModule && !isInCompilerConfiguration(VECTOR_MODULE) && !isRequired()) {
      getLog()
          .warn(
              "<target>"
                  + target
                  + "</target> needs javac to have --add-modules "
                  + VECTOR_MODULE
                  + ": <compilerArgs> of the maven-compiler-plugin do not name it");
    }
  }

  /** Whether a module of the project asks for it. */
  private boolean isRequired() {
    return project.getCompileSourceRoots().stream()
        .map(root -> Path.of(root, "module-info.java"))
        .anyMatch(GeneratedVectors::isNamedIn);
  }

  private boolean isInCompilerConfiguration(String text) {
    Plugin compiler = project.getPlugin("org.apache.maven.plugins:maven-compiler-plugin");
    return compiler != null
        && (String.valueOf(compiler.getConfiguration()).contains(text)
            || compiler.getExecutions().stream()
                .anyMatch(one -> String.valueOf(one.getConfiguration()).contains(text)));
  }

  private GenerationReport generate(GenerationRequest request) throws MojoExecutionException {
    try {
      return new SourceGenerator(request)
          .run(
              new GenerationListener() {
                @Override
                public void compiled(ModelFile model, CompilationResult result) {
                  result.diagnostics().forEach(AbstractGenerateMojo.this::log);
                }

                @Override
                public void remark(String message) {
                  getLog().warn(message);
                }
              });
    } catch (FileException | SettingException e) {
      throw new MojoExecutionException(e.getMessage());
    }
  }

  private GenerationRequest request() throws MojoExecutionException {
    String name = execution.getGoal() + "-" + execution.getExecutionId();
    String manifest = name.replaceAll("[^A-Za-z0-9._-]", "_") + ".manifest";
    try {
      Path source = sourceDirectory().toPath();
      List<ModelFile> models =
          ModelFile.below(source, new ModelPatterns(written(includes), written(excludes)));
      return new GenerationRequest(models, options().withSourceRoot(source))
          .withOutput(outputDirectory().toPath())
          .withEncoding(encoding())
          .withManifest(statusDirectory.toPath().resolve(manifest));
    } catch (FileException e) {
      throw new MojoExecutionException(e.getMessage());
    }
  }

  private CompilerOptions options() throws MojoExecutionException {
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (setting.getValue() == null) {
        throw new MojoExecutionException("<settings> has no value for <" + setting.getKey() + ">");
      }
    }
    CompilerOptions options =
        CompilerOptions.DEFAULTS
            .withPrecision(constant("precision", precision, Precision.values()))
            .withTarget(constant("target", target, Target.values()))
            .withPlan(constant("plan", plan, Plan.values()))
            .withSettings(settings);
    if (unroll == null) {
      return options;
    }
    if (unroll < 0) {
      throw new MojoExecutionException("<unroll> wants 0 or more, not " + unroll);
    }
    return options.withUnroll(unroll);
  }

  private Charset encoding() throws MojoExecutionException {
    if (encoding == null || encoding.isBlank()) {
      return StandardCharsets.US_ASCII;
    }
    try {
      return Charset.forName(encoding);
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException("<encoding> is unknown to this Java: " + encoding);
    }
  }

  /** Without empty elements, which Maven gives as null. */
  private static List<String> written(List<String> patterns) {
    return patterns.stream().filter(Objects::nonNull).toList();
  }

  private static <E extends Enum<E>> E constant(String parameter, String name, E[] constants)
      throws MojoExecutionException {
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    String known = Arrays.toString(constants).toLowerCase(Locale.ROOT);
    throw new MojoExecutionException(
        "<" + parameter + "> wants one of " + known + ", not '" + name + "'");
  }

  private void log(Diagnostic diagnostic) {
    String line = BuildLogRenderer.render(diagnostic);
    if (diagnostic.severity() == Severity.ERROR) {
      getLog().error(line);
    } else {
      getLog().warn(line);
    }
  }

  private void tell(GenerationReport report) {
    if (report.models() == 0) {
      getLog().info("No bpnet models in " + sourceDirectory());
    }
    if (report.compiled() == 0 && report.removed() == 0 && !report.hasFailed()) {
      if (report.models() > 0) {
        getLog().info("Nothing to generate: all bpnet models are up to date");
      }
      return;
    }
    getLog()
        .info(
            report.compiled()
                + " of "
                + report.models()
                + " bpnet models compiled: "
                + report.written()
                + " files written, "
                + report.unchanged()
                + " unchanged, "
                + report.removed()
                + " removed");
  }
}
