package dev.bpnet.compiler;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.check.CheckOptions;
import dev.bpnet.compiler.check.Checker;
import dev.bpnet.compiler.derive.Differentiator;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.emit.ClassTooLargeException;
import dev.bpnet.compiler.emit.Emission;
import dev.bpnet.compiler.emit.EmissionInput;
import dev.bpnet.compiler.emit.Emitter;
import dev.bpnet.compiler.emit.HostType;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphPrinter;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.ShapeTooLargeException;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.loop.LoopPrinter;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.lower.ImpossiblePlanException;
import dev.bpnet.compiler.lower.Lowering;
import dev.bpnet.compiler.lower.LoweringInput;
import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.optimize.Optimizer;
import dev.bpnet.compiler.rewrite.Rewriter;
import dev.bpnet.compiler.rewrite.SharedPasses;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.SourceParser;
import dev.bpnet.compiler.syntax.SourceReader;
import dev.bpnet.compiler.syntax.TreePrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * From source text to Java.
 *
 * <ol>
 *   <li>{@code syntax} parses the text; a broken statement is reported and stepped over.
 *   <li>{@code check} resolves names, evaluates what is known at compile time, inlines functions
 *       and layers, and gives each network as two tensor graphs: the training and the prediction
 *       pass. Errors end the compilation here, all of them reported.
 *   <li>{@code rewrite} puts the graphs into their numerically stable forms.
 *   <li>{@code derive} adds the gradient of every trained parameter to the training graph.
 *   <li>{@code rewrite} simplifies both graphs as one, so that they share what they have in common.
 *   <li>{@code lower} chooses a plan and makes loops or straight-line code of the graphs.
 *   <li>{@code optimize} tidies the loops.
 *   <li>{@code emit} writes the Java.
 * </ol>
 *
 * <p>Instances are immutable and may be shared between threads.
 */
public final class Compiler {
  /** Where imported files are read. */
  public interface Library {
    /**
     * The bytes of a file.
     *
     * @param path the importing file's folder with the import's path applied, with forward slashes
     * @return empty if there is no such file
     * @throws IOException if there is one and it cannot be read
     */
    Optional<byte[]> read(String path) throws IOException;
  }

  private final CompilerOptions options;
  private final Library library;

  /** Imports are files of the default file system. */
  public Compiler(CompilerOptions options) {
    this(options, Compiler::readFile);
  }

  /** Imports come from wherever the library finds them. */
  public Compiler(CompilerOptions options, Library library) {
    this.options = options;
    this.library = library;
  }

  private static Optional<byte[]> readFile(String path) throws IOException {
    Path file = Path.of(path);
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /**
   * Compiles a file; imports are read relative to it.
   *
   * @throws IOException if the file cannot be read
   */
  public CompilationResult compile(Path file) throws IOException {
    String path = file.toString().replace('\\', '/');
    Diagnostics sink = new Diagnostics();
    return SourceReader.read(path, Files.readAllBytes(file), sink)
        .map(source -> compile(source, sink))
        .orElseGet(() -> new CompilationResult(sink.all(), List.of(), List.of()));
  }

  /**
   * The keys that may override settings of a file's networks, for whoever compiles several files
   * with the same settings.
   *
   * @throws IOException if the file cannot be read
   */
  public static Set<String> settingKeys(Path file) throws IOException {
    Diagnostics unheard = new Diagnostics();
    return SourceReader.read(file.toString(), Files.readAllBytes(file), unheard)
        .map(source -> Checker.settingKeys(SourceParser.parse(source, unheard)))
        .orElse(Set.of());
  }

  /** As {@link #settingKeys(Path)}, of a text. */
  public static Set<String> settingKeys(SourceFile source) {
    return Checker.settingKeys(SourceParser.parse(source, new Diagnostics()));
  }

  /** Compiles a text; imports are read relative to its path. */
  public CompilationResult compile(SourceFile source) {
    return compile(source, new Diagnostics());
  }

  private CompilationResult compile(SourceFile source, Diagnostics sink) {
    CompilationUnit unit = SourceParser.parse(source, sink);
    Fingerprint fingerprint = new Fingerprint(options).add(source);
    List<Model> models = Checker.check(unit, checkOptions(fingerprint), sink);
    if (sink.hasErrors()) {
      return new CompilationResult(sink.all(), List.of(), fingerprint.sources());
    }
    Set<String> names = models.stream().map(Model::name).collect(Collectors.toSet());
    List<CompiledNetwork> networks = new ArrayList<>();
    for (Model model : models) {
      try {
        networks.add(network(model, fingerprint.text(), unit, names));
      } catch (ShapeTooLargeException e) {
        reportTooLarge(model, e, sink);
      } catch (ImpossiblePlanException e) {
        sink.report(
            Code.IMPOSSIBLE_PLAN,
            model.span(),
            model.name(),
            e.plan().name().toLowerCase(Locale.ROOT),
            e.getMessage());
      } catch (ClassTooLargeException e) {
        sink.report(
            Code.TOO_MANY_CONSTANTS,
            model.span(),
            model.name(),
            e.constants(),
            Emitter.MOST_CONSTANTS);
      }
    }
    if (sink.hasErrors()) {
      return new CompilationResult(sink.all(), List.of(), fingerprint.sources());
    }
    return new CompilationResult(sink.all(), networks, fingerprint.sources());
  }

  /** What a derivative keeps of a loop is known only once it is derived. */
  private static void reportTooLarge(Model model, ShapeTooLargeException e, Diagnostics sink) {
    sink.reportWithHint(
        "the gradient needs values of every step of the 'for'",
        Code.TENSOR_TOO_LARGE,
        e.span().orElse(model.span()),
        e.shape(),
        Shape.MAX_SIZE);
  }

  private CheckOptions checkOptions(Fingerprint fingerprint) {
    CheckOptions.Importer imports =
        (path, sink) -> {
          try {
            return library
                .read(path)
                .flatMap(bytes -> SourceReader.read(path, bytes, sink))
                .map(source -> SourceParser.parse(fingerprint.added(source), sink));
          } catch (IOException | java.nio.file.InvalidPathException e) {
            return Optional.empty();
          }
        };
    CheckOptions check =
        CheckOptions.DEFAULTS
            .withSettings(options.settings())
            .withImports(imports)
            .withDirectory(Path.of("").toAbsolutePath().toString().replace('\\', '/'));
    return options
        .sourceRoot()
        .map(root -> check.withSourceRoot(root.toString().replace('\\', '/')))
        .orElse(check);
  }

  /**
   * @param names of all networks of the file
   */
  private CompiledNetwork network(
      Model checked, String fingerprint, CompilationUnit unit, Set<String> names) {
    Rewriter rewriter = new Rewriter();
    Model stable =
        checked.withGraphs(
            rewriter.stabilize(checked.training()), rewriter.stabilize(checked.prediction()));
    Graph differentiated =
        new Differentiator().differentiate(stable.training(), differentiable(stable));
    SharedPasses passes =
        new SharedPasses(differentiated, stable.prediction()).simplified(rewriter);
    Model derived = stable.withGraphs(passes.training(), passes.prediction());
    boolean single = options.precision() == CompilerOptions.Precision.FLOAT;
    Emitter.requireRoom(List.of(derived.training(), derived.prediction()), single);
    Map<Target, Program> programs = programs(derived);
    Emission emission = emission(derived, programs, fingerprint, names);
    Map<String, Supplier<String>> dumps = new LinkedHashMap<>();
    dumps.put("ast", () -> TreePrinter.print(unit));
    dumps.put("graph", () -> GraphPrinter.print(stable));
    dumps.put("gradient", () -> GraphPrinter.print(derived));
    dumps.put(
        "loops",
        () -> programs.values().stream().map(LoopPrinter::print).collect(Collectors.joining("\n")));
    String className = emission.sources().keySet().iterator().next();
    Map<Target, List<Choice>> plans = new LinkedHashMap<>();
    programs.forEach((target, program) -> plans.put(target, program.choices()));
    return new CompiledNetwork(
        stable, className, emission.sources(), new Dumps(dumps), plans, emission.mismatches());
  }

  /** The loops by target; with just one of them where vectors would change nothing. */
  private Map<Target, Program> programs(Model derived) {
    Map<Target, Program> programs = new LinkedHashMap<>();
    boolean scalar = options.target() != Target.VECTOR;
    boolean vector = options.target() != Target.SCALAR;
    if (scalar) {
      programs.put(Target.SCALAR, lowered(derived, OptionalInt.empty()));
    }
    if (vector) {
      Program onVectors = lowered(derived, options.lanes());
      if (!scalar || onVectors.hasVectors()) {
        programs.put(Target.VECTOR, onVectors);
      }
    }
    return programs;
  }

  private Program lowered(Model derived, OptionalInt lanes) {
    boolean elsewhere =
        options.target() == Target.AUTO && lanes.isEmpty() && options.plan().isOfVectors();
    Plan plan = elsewhere ? Plan.AUTO : options.plan();
    return Optimizer.optimize(
        Lowering.lower(new LoweringInput(derived, options.unroll(), lanes, plan)));
  }

  private Emission emission(
      Model derived, Map<Target, Program> programs, String fingerprint, Set<String> names) {
    Program first = programs.values().iterator().next();
    EmissionInput input =
        new EmissionInput(
            derived,
            first,
            packageName(derived),
            options.precision() == CompilerOptions.Precision.FLOAT,
            options.inputGradients(),
            fingerprint,
            names,
            options.host());
    return Emitter.emit(
        programs.size() == 1 ? input : input.withVectors(programs.get(Target.VECTOR)));
  }

  private String packageName(Model checked) {
    Optional<String> said = Optional.of(checked.packageName()).filter(name -> !name.isEmpty());
    return options
        .host()
        .map(HostType::packageName)
        .orElseGet(() -> said.or(options::packageName).orElse(""));
  }

  /** What the loss is differentiated by. */
  private List<Variable> differentiable(Model model) {
    List<Variable> variables = new ArrayList<>(model.variables(Variable.Role.PARAMETER));
    if (options.inputGradients()) {
      model.variables(Variable.Role.INPUT).stream()
          .filter(input -> input.kind().isReal())
          .forEach(variables::add);
    }
    return variables;
  }
}
