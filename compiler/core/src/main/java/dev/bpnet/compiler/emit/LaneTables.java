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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Constants that vector code with an example in each lane reads. */
final class LaneTables {
  /** The numbers of the lanes. */
  static final String NUMBERS = "LANES";

  private final boolean single;
  private final Set<Integer> widths = new TreeSet<>();
  private final Set<Integer> distances = new TreeSet<>();
  private boolean numbered;

  LaneTables(boolean single, List<Routine> routines) {
    this.single = single;
    routines.forEach(routine -> Uses.walkAll(routine.body(), this::collect));
  }

  /** Where the rows of so many numbers begin, for each number of rows. */
  static String rows(int width) {
    return "ROWS_OF_" + width;
  }

  /** The lanes whose numbers have the bit. */
  static String upper(int distance) {
    return "UPPER_OF_" + distance;
  }

  /** Each lane from so many before or behind. */
  static String swapped(int distance) {
    return "SWAPPED_BY_" + distance;
  }

  private void collect(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      numbered |= apply.function() == Function.LANE_NUMBERS;
      if (apply.function() == Function.GATHER) {
        widths.add(((Expr.Int) apply.operands().get(1)).value());
      }
      if (apply.function() == Function.PAIR_SUMS) {
        distances.add(((Expr.Int) apply.operands().get(2)).value());
      }
    }
  }

  /** The names of the fields. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(NUMBERS);
    widths.forEach(width -> names.add(rows(width)));
    distances.forEach(distance -> names.addAll(List.of(upper(distance), swapped(distance))));
    return names;
  }

  void addTo(TypeSpec.Builder type) {
    if (numbered) {
      TypeName real = single ? TypeName.FLOAT : TypeName.DOUBLE;
      String numbers =
          IntStream.range(0, VectorTypes.lanes(single))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", "));
      type.addField(constant(ArrayTypeName.of(real), NUMBERS).initializer("{$L}", numbers).build());
    }
    for (int width : widths) {
      type.addField(
          constant(ArrayTypeName.of(TypeName.INT), rows(width))
              .initializer("rows($L)", width)
              .build());
    }
    for (int distance : distances) {
      type.addField(
          constant(VectorTypes.mask(single), upper(distance))
              .addJavadoc("The lanes whose numbers have the bit of $L.\n", distance)
              .initializer(
                  "$T.fromLong(SPECIES, $L)", VectorTypes.MASK, lanes(l -> (l & distance) != 0))
              .build());
      type.addField(
          constant(VectorTypes.shuffle(single), swapped(distance))
              .addJavadoc("Swaps lanes whose numbers differ in the bit of $L alone.\n", distance)
              .initializer("$T.fromOp(SPECIES,$Wlane -> lane ^ $L)", VectorTypes.SHUFFLE, distance)
              .build());
    }
    if (!widths.isEmpty()) {
      type.addMethod(rows());
    }
  }

  /** A bit for each lane, that of lane 0 last. */
  private String lanes(IntPredicate isSet) {
    int bits = IntStream.range(0, VectorTypes.lanes(single)).filter(isSet).map(l -> 1 << l).sum();
    return "0b" + Integer.toBinaryString(bits);
  }

  private static FieldSpec.Builder constant(TypeName type, String name) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
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
