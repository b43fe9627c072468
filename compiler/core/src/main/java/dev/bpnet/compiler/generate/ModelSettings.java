package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.diagnostic.Suggestions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Settings given for several files: each file gets those that it has. */
public final class ModelSettings {
  private final Map<String, String> given;
  private final Map<Path, Set<String>> keysByFile = new HashMap<>();

  /**
   * @param given keys and values
   * @param files that get them
   * @throws SettingException if all of several files lack a setting; of a single file the compiler
   *     says so
   */
  public ModelSettings(Map<String, String> given, List<Path> files) {
    this(given, files, 2);
    unknown().stream()
        .findFirst()
        .ifPresent(
            message -> {
              throw new SettingException(message);
            });
  }

  private ModelSettings(Map<String, String> given, List<Path> files, int fewest) {
    this.given = given;
    if (!given.isEmpty() && files.size() >= fewest) {
      files.forEach(file -> keysByFile.put(file, keys(file)));
    }
  }

  /**
   * For builds that compile a part of the files that the settings are for: the rest, tests for
   * instance, is another part's.
   *
   * @param unknown hears of settings that all of the files lack
   */
  static ModelSettings ofPart(
      Map<String, String> given, List<Path> files, Consumer<String> unknown) {
    ModelSettings settings = new ModelSettings(given, files, 1);
    settings.unknown().forEach(unknown);
    return settings;
  }

  private List<String> unknown() {
    List<String> messages = new ArrayList<>();
    for (String key : given.keySet()) {
      if (!keysByFile.isEmpty()
          && keysByFile.values().stream().noneMatch(keys -> keys.contains(key))) {
        List<String> known = keysByFile.values().stream().flatMap(Set::stream).sorted().toList();
        String hint = Suggestions.hint(key, known).map(text -> "; " + text).orElse("");
        messages.add("no network in these files has the setting '" + key + "'" + hint);
      }
    }
    return messages;
  }

  /** What to tell the compiler of a file. */
  public Map<String, String> of(Path file) {
    Map<String, String> own = new LinkedHashMap<>(given);
    if (keysByFile.containsKey(file)) {
      own.keySet().retainAll(keysByFile.get(file));
    }
    return own;
  }

  /** None for a file that cannot be read, about which more is said when it is compiled. */
  private static Set<String> keys(Path file) {
    try {
      return Compiler.settingKeys(file);
    } catch (IOException e) {
      return Set.of();
    }
  }
}
