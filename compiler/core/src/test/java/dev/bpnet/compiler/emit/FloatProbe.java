package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.LoopVerifier;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.optimize.Optimizer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** An elementary function as generated code has it, over arrays: one by one, and on vectors. */
final class FloatProbe {
  /** Elements of the arrays. */
  static final int SIZE = 4096;

  private static final int LANES = 8;
  private static final Buffer IN = buffer("in");
  private static final Buffer OUT = buffer("out");

  private final MethodHandle scalars;
  private final MethodHandle vectors;

  private FloatProbe(MethodHandle scalars, MethodHandle vectors) {
    this.scalars = scalars;
    this.vectors = vectors;
  }

  private static Buffer buffer(String name) {
    return new Buffer(name, Buffer.Role.FLAT, Type.REAL, 0, SIZE, "");
  }

  static FloatProbe of(Function function) {
    Map<String, String> sources = Map.of("Probe", source(function));
    Map<String, byte[]> classFiles = new NetworkLoader().compile(sources, "-nowarn");
    try {
      Class<?> probe = new Loader(classFiles.get("Probe")).loadClass("Probe");
      MethodType type = MethodType.methodType(void.class, float[].class, float[].class);
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(probe, MethodHandles.lookup());
      return new FloatProbe(
          lookup.findStatic(probe, "scalars", type), lookup.findStatic(probe, "vectors", type));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  void scalars(float[] in, float[] out) {
    run(scalars, in, out);
  }

  void vectors(float[] in, float[] out) {
    run(vectors, in, out);
  }

  private static void run(MethodHandle method, float[] in, float[] out) {
    try {
      method.invokeExact(in, out);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loader extends ClassLoader {
    Loader(byte[] classFile) {
      super(FloatProbe.class.getClassLoader());
      defineClass("Probe", classFile, 0, classFile.length);
    }
  }

  private static Routine loop(String name, Function function, boolean vectors) {
    Local i = Local.named("i", Type.INT);
    Expr x = new Expr.Load(ArrayRef.flat(IN), Index.of(i));
    Expr value = Expr.apply(function, vectors ? Expr.apply(Function.LANES, x) : x);
    Stmt store = new Stmt.Store(ArrayRef.flat(OUT), Index.of(i), value);
    Stmt loop = new Stmt.For(i, Index.ZERO, Index.of(SIZE), vectors ? LANES : 1, List.of(store));
    return new Routine(name, "", List.of(), List.of(loop));
  }

  private static String source(Function function) {
    Program program =
        Optimizer.optimize(
            new Program(
                "none",
                List.of(IN, OUT),
                List.of(loop("scalars", function, false), loop("vectors", function, true)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of()));
    LoopVerifier.verify(program);
    MethodNames names = new MethodNames();
    ElementaryMethods elementary = ElementaryMethods.calledBy(program.routines(), names);
    Calls calls = new Calls(names, new HandedOn(), ClassName.get("", "Probe"), elementary);
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Probe")
            .addField(
                FieldSpec.builder(
                        ParameterizedTypeName.get(VectorTypes.SPECIES, TypeName.FLOAT.box()),
                        "SPECIES",
                        Modifier.STATIC,
                        Modifier.FINAL)
                    .initializer("$T.SPECIES_256", VectorTypes.vector(true))
                    .build());
    for (Routine routine : program.routines()) {
      CodeBlock body =
          StatementWriter.write(
              true,
              names(),
              calls,
              Map.of(ArrayRef.flat(IN), "in", ArrayRef.flat(OUT), "out"),
              routine.body());
      type.addMethod(
          MethodSpec.methodBuilder(routine.name())
              .addModifiers(Modifier.STATIC)
              .addParameter(float[].class, "in")
              .addParameter(float[].class, "out")
              .addCode(body)
              .build());
    }
    elementary.methods(calls).forEach(type::addMethod);
    return JavaFile.builder("", type.build()).build().toString();
  }

  private static Names names() {
    Names names = new Names();
    names.reserveTypes();
    List.of("in", "out", "SPECIES").forEach(names::reserve);
    return names;
  }
}
