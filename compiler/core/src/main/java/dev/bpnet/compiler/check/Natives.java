package dev.bpnet.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All natives. To add one, add a row to the table that it belongs to; what can be said in the
 * language belongs into the prelude instead.
 */
final class Natives {
  private static final Map<String, Native> BY_NAME = byName();

  private Natives() {}

  private static Map<String, Native> byName() {
    List<Native> all = new ArrayList<>();
    all.addAll(ElementwiseNatives.TABLE);
    all.addAll(ReductionNatives.TABLE);
    all.addAll(MovementNatives.TABLE);
    all.addAll(FactNatives.TABLE);
    all.addAll(InitializerNatives.TABLE);
    Map<String, Native> byName = new LinkedHashMap<>();
    all.forEach(row -> byName.put(row.name(), row));
    return byName;
  }

  /**
   * @param fromPrelude whether hidden ones are seen
   */
  static Optional<FileScope.Global> find(String name, boolean fromPrelude) {
    if (fromPrelude && name.equals("all_axes")) {
      return Optional.of(new FileScope.Global.Fixed(Value.ALL_AXES));
    }
    return Optional.ofNullable(BY_NAME.get(name))
        .filter(row -> fromPrelude || !row.hidden())
        .map(row -> new FileScope.Global.Fixed(new Value.Function(new Callee.Builtin(row))));
  }

  static List<String> visibleNames() {
    return BY_NAME.values().stream().filter(row -> !row.hidden()).map(Native::name).toList();
  }
}
