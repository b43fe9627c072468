package dev.bpnet.compiler.lower.storage;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Hints;
import java.util.IdentityHashMap;
import java.util.Map;

/** Where each variable lies: which array, from which offset, row-major or in panels. */
public final class Layout {
  private final Map<Variable, Integer> offsets = new IdentityHashMap<>();
  private final Map<Variable, Integer> panels;
  private final Map<Buffer.Role, Buffer> arrays = new java.util.EnumMap<>(Buffer.Role.class);
  private final Map<Buffer.Role, Integer> sizes = new java.util.EnumMap<>(Buffer.Role.class);

  public Layout(Model model) {
    this(model, Map.of());
  }

  /**
   * @param panels the width of the panels of columns that a matrix lies in; others lie row by row
   */
  public Layout(Model model, Map<Variable, Integer> panels) {
    this.panels = panels;
    for (Variable.Role role : Variable.Role.values()) {
      for (Variable variable : model.variables(role)) {
        Buffer.Role array = arrayOf(variable);
        int offset = sizes.getOrDefault(array, 0);
        offsets.put(variable, offset);
        sizes.put(array, offset + variable.shape().size());
        if (role == Variable.Role.PARAMETER) {
          sizes.put(Buffer.Role.GRADIENT, offset + variable.shape().size());
        }
      }
    }
    int outputs =
        model.prediction().outputs().values().stream().mapToInt(n -> n.shape().size()).sum();
    sizes.put(Buffer.Role.OUTPUTS, outputs);
    sizes.put(Buffer.Role.METRICS, model.prediction().metrics().size());
    sizes.put(Buffer.Role.INPUT_GRADIENT, size(Buffer.Role.INPUTS));
  }

  private static Buffer.Role arrayOf(Variable variable) {
    boolean classes = variable.kind().isClass();
    return switch (variable.role()) {
      case INPUT -> classes ? Buffer.Role.CLASS_INPUTS : Buffer.Role.INPUTS;
      case TARGET -> classes ? Buffer.Role.CLASS_TARGETS : Buffer.Role.TARGETS;
      case PARAMETER, FROZEN, STATE -> Buffer.Role.PARAMETERS;
    };
  }

  /** The array that the variable lies in. */
  public Buffer array(Variable variable) {
    return array(arrayOf(variable));
  }

  /** The offset of its first element, within its example's stretch for inputs and targets. */
  public int offset(Variable variable) {
    return offsets.get(variable);
  }

  /** The width of the panels of columns that a matrix lies in; 0 if it lies row by row. */
  int panel(Variable variable) {
    return panels.getOrDefault(variable, 0);
  }

  /** The length of an array, per example for what comes with examples. */
  public int size(Buffer.Role role) {
    return sizes.getOrDefault(role, 0);
  }

  /** The one buffer of a role that the contract knows. */
  public Buffer array(Buffer.Role role) {
    return arrays.computeIfAbsent(
        role,
        r -> {
          Type type =
              switch (r) {
                case CLASS_INPUTS, CLASS_TARGETS -> Type.INT;
                case METRICS -> Type.DOUBLE;
                default -> Type.REAL;
              };
          return new Buffer(camelCase(r.name()), r, type, 0, size(r), "");
        });
  }

  private static String camelCase(String constant) {
    return Hints.camel(constant.toLowerCase(java.util.Locale.ROOT).replace('_', '.'));
  }
}
