package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.loop.Buffer;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The fields of the work buffers and the methods that allocate them. */
final class BufferWriter {
  /** Allocations in one method, so that none grows too long for HotSpot. */
  private static final int MOST_ALLOCATIONS = 300;

  private final List<Buffer> buffers;
  private final RuntimeTypes types;
  private final Names names;
  private final boolean allocatesInMethods;

  BufferWriter(EmissionInput input, Names names) {
    this.buffers = input.program().buffers();
    this.types = RuntimeTypes.of(input.single());
    this.names = names;
    this.allocatesInMethods =
        buffers.stream().filter(b -> !isPerExample(b)).count() > MOST_ALLOCATIONS;
  }

  List<FieldSpec> fields() {
    return buffers.stream().map(this::field).toList();
  }

  private FieldSpec field(Buffer buffer) {
    TypeName array = ArrayTypeName.of(element(buffer));
    FieldSpec.Builder field =
        FieldSpec.builder(
            buffer.role().hasRows() ? ArrayTypeName.of(array) : array,
            names.of(buffer),
            Modifier.PRIVATE);
    if (!buffer.comment().isEmpty()) {
      field.addJavadoc("$L.", InertText.javadoc(buffer.comment()));
    }
    if (!isPerExample(buffer) && !allocatesInMethods) {
      field.addModifiers(Modifier.FINAL).initializer(allocation(buffer));
    }
    return field.build();
  }

  private TypeName element(Buffer buffer) {
    return switch (buffer.type()) {
      case REAL -> types.real();
      case DOUBLE -> TypeName.DOUBLE;
      case INT -> TypeName.INT;
      case BOOL -> TypeName.BOOLEAN;
      case VECTOR, INT_VECTOR, MASK -> throw new IllegalArgumentException("a buffer of vectors");
    };
  }

  private CodeBlock allocation(Buffer buffer) {
    TypeName element = element(buffer);
    return switch (buffer.role()) {
      case SCALAR_PER_EXAMPLE -> CodeBlock.of("new $T[examples]", element);
      case FLAT_PER_EXAMPLE ->
          CodeBlock.of(
              "new $T[$T.multiplyExact(examples, $L)]", element, Math.class, buffer.size());
      case PER_EXAMPLE, INPUT_GRADIENT ->
          CodeBlock.of("new $T[examples][$L]", element, buffer.size());
      case ROWS -> CodeBlock.of("new $T[$L][$L]", element, buffer.rows(), buffer.size());
      default -> CodeBlock.of("new $T[$L]", element, buffer.size());
    };
  }

  static boolean isPerExample(Buffer buffer) {
    return switch (buffer.role()) {
      case PER_EXAMPLE, FLAT_PER_EXAMPLE, SCALAR_PER_EXAMPLE, INPUT_GRADIENT -> true;
      default -> false;
    };
  }

  boolean growsWithBatch() {
    return buffers.stream().anyMatch(BufferWriter::isPerExample);
  }

  /** Whether there are so many buffers of fixed size that the constructor would be too long. */
  boolean allocatesInMethods() {
    return allocatesInMethods;
  }

  /** {@code allocate} and {@code grow}, in parts where they would be too long. */
  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    if (allocatesInMethods) {
      List<Buffer> fixed = buffers.stream().filter(b -> !isPerExample(b)).toList();
      methods.addAll(inParts(method("allocate"), fixed, ""));
    }
    if (growsWithBatch()) {
      MethodSpec.Builder grow =
          method("grow")
              .addJavadoc("Makes room for a batch of {@code examples}.\n")
              .addParameter(TypeName.INT, "examples");
      List<Buffer> growing = buffers.stream().filter(BufferWriter::isPerExample).toList();
      List<MethodSpec> parts = inParts(grow, growing, "examples");
      // Last: who finds the room must not find it half made.
      MethodSpec.Builder whole = parts.get(0).toBuilder().addStatement("capacity = examples");
      methods.add(whole.build());
      methods.addAll(parts.subList(1, parts.size()));
    }
    return methods;
  }

  private List<MethodSpec> inParts(MethodSpec.Builder first, List<Buffer> all, String parameter) {
    List<MethodSpec> methods = new ArrayList<>();
    if (all.size() <= MOST_ALLOCATIONS) {
      all.forEach(buffer -> first.addStatement("$N = $L", names.of(buffer), allocation(buffer)));
    } else {
      String name = first.build().name();
      for (int from = 0; from < all.size(); from += MOST_ALLOCATIONS) {
        String part = name + (methods.size() + 1);
        MethodSpec.Builder method = method(part);
        if (!parameter.isEmpty()) {
          method.addParameter(TypeName.INT, parameter);
        }
        all.subList(from, Math.min(from + MOST_ALLOCATIONS, all.size()))
            .forEach(b -> method.addStatement("$N = $L", names.of(b), allocation(b)));
        methods.add(method.build());
        first.addStatement("$N($L)", part, parameter);
      }
    }
    methods.add(0, first.build());
    return methods;
  }

  private static MethodSpec.Builder method(String name) {
    return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE);
  }
}
