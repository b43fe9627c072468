package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Routine;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How one routine calls another: a method of the same class, or a static one of the companion class
 * that holds the vector code.
 */
record Calls(
    MethodNames methods, HandedOn handedOn, ClassName companion, ElementaryMethods elementary) {
  /**
   * @param array what an array is called at the place of the call
   */
  CodeBlock call(Routine routine, List<CodeBlock> arguments, Function<ArrayRef, CodeBlock> array) {
    CodeBlock all =
        Stream.concat(
                arguments.stream(), handedOn.of(routine).stream().map(ArrayRef::flat).map(array))
            .collect(CodeBlock.joining(",$W"));
    String name = methods.of(routine);
    return routine.hasVectors()
        ? CodeBlock.of("$T.$N($L)", companion, name, all)
        : CodeBlock.of("$N($L)", name, all);
  }
}
