package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Uses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Constant arrays that vector code with an example in each lane reads. */
final class LaneTables {
  /** The numbers of the lanes. */
  static final String NUMBERS = "LANES";

  private final boolean single;
  private final Set<Integer> widths = new TreeSet<>();
  private boolean numbered;

  LaneTables(boolean single, List<Routine> routines) {
    this.single = single;
    routines.forEach(routine -> Uses.walkAll(routine.body(), this::collect));
  }

  /** Where the rows of so many numbers begin, for each number of rows. */
  static String rows(int width) {
    return "ROWS_OF_" + width;
  }

  private void collect(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      numbered |= apply.function() == Function.LANE_NUMBERS;
      if (apply.function() == Function.GATHER) {
        widths.add(((Expr.Int) apply.operands().get(1)).value());
      }
    }
  }

  /** The names of the fields. */
  List<String> names() {
    return IntStream.concat(IntStream.of(0), widths.stream().mapToInt(width -> width))
        .mapToObj(width -> width == 0 ? NUMBERS : rows(width))
        .toList();
  }

  void addTo(TypeSpec.Builder type) {
    if (numbered) {
      TypeName real = single ? TypeName.FLOAT : TypeName.DOUBLE;
      String numbers =
          IntStream.range(0, VectorTypes.lanes(single))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", "));
      type.addField(constant(real, NUMBERS).initializer("{$L}", numbers).build());
    }
    for (int width : widths) {
      type.addField(constant(TypeName.INT, rows(width)).initializer("rows($L)", width).build());
    }
    if (!widths.isEmpty()) {
      type.addMethod(rows());
    }
  }

  private static FieldSpec.Builder constant(TypeName element, String name) {
    return FieldSpec.builder(
        ArrayTypeName.of(element), name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }

  private MethodSpec rows() {
    int lanes = VectorTypes.lanes(single);
    return MethodSpec.methodBuilder("rows")
        .addJavadoc(
            "Where each lane's row begins, for 0, 1 and more rows; lanes without one have the"
                + " first.\n")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(int[].class)
        .addParameter(TypeName.INT, "width")
        .addStatement("final int[] starts = new int[$L]", (lanes + 1) * lanes)
        .beginControlFlow("for (int i = 0; i < starts.length; i++)")
        .addCode(CodeBlock.of("starts[i] = i % $1L < i / $1L ? i % $1L * width : 0;\n", lanes))
        .endControlFlow()
        .addStatement("return starts")
        .build();
  }
}
