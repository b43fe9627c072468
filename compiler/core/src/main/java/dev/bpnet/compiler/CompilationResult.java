package dev.bpnet.compiler;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.emit.HostMismatch;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.loop.Choice;
import dev.bpnet.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * What came of compiling one file.
 *
 * @param diagnostics errors and warnings, in source order
 * @param networks one for each network of the file; empty if there are errors
 * @param sources what was read: the file, if it is legible, and what it imports, directly or not
 */
public record CompilationResult(
    List<Diagnostic> diagnostics, List<CompiledNetwork> networks, List<SourceFile> sources) {
  public CompilationResult {
    diagnostics = List.copyOf(diagnostics);
    networks = List.copyOf(networks);
    sources = List.copyOf(sources);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /**
   * One network as Java.
   *
   * @param model the checked network, stable forms applied, before differentiation
   * @param className fully qualified
   * @param sources Java source text by fully qualified class name; the network's class first
   * @param dumps by stage: {@code ast graph gradient loops}; written when asked for
   * @param plans how it was lowered, by {@code SCALAR} or {@code VECTOR} as the target has them
   * @param mismatches methods of the options' interface that the class cannot implement; with any,
   *     the sources are not Java
   */
  public record CompiledNetwork(
      Model model,
      String className,
      Map<String, String> sources,
      Map<String, String> dumps,
      Map<CompilerOptions.Target, List<Choice>> plans,
      List<HostMismatch> mismatches) {
    public CompiledNetwork {
      mismatches = List.copyOf(mismatches);
      sources = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(sources));
      plans = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(plans));
      dumps = java.util.Collections.unmodifiableMap(dumps);
    }

    /**
     * Whether some of its classes need the vector module: they stand beside the network's own,
     * which is alone otherwise.
     */
    public boolean hasVectors() {
      return sources.size() > 1;
    }
  }
}
