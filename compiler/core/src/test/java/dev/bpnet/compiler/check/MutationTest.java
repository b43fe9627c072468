package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.GraphVerifier;
import dev.bpnet.compiler.graph.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Examples of the manual with words taken away, doubled, swapped, replaced: never an exception. */
class MutationTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```bpnet[^\\n]*\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD =
      Pattern.compile("\\s+|\\p{L}[\\p{L}\\p{N}_]*|[0-9.eE]+|\\|>|&&|\\.\\.|.", Pattern.DOTALL);
  private static final int ROUNDS = Integer.getInteger("bpnet.mutations", 40);

  @Test
  void areCheckedOrRefused() throws IOException {
    String manual = Files.readString(Path.of("../../grammar/LANGUAGE.md"));
    List<String> examples = EXAMPLE.matcher(manual).results().map(match -> match.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(20);
    List<List<String>> words =
        examples.stream()
            .map(text -> WORD.matcher(text).results().map(MatchResult::group).toList())
            .toList();
    Random random = new Random(Long.getLong("bpnet.seed", 7));
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (List<String> example : words) {
        refused += isRefused(mutant(example, words, random)) ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(ROUNDS * words.size() / 4, ROUNDS * words.size() - 1);
  }

  private static String mutant(List<String> example, List<List<String>> all, Random random) {
    List<String> words = new ArrayList<>(example);
    for (int count = 1 + random.nextInt(3); count > 0 && words.size() > 1; count--) {
      int at = random.nextInt(words.size());
      List<String> other = all.get(random.nextInt(all.size()));
      String foreign = other.get(random.nextInt(other.size()));
      switch (random.nextInt(5)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(at));
        case 2 -> words.set(at, words.set(random.nextInt(words.size()), words.get(at)));
        case 3 -> words.set(at, foreign);
        default -> words.set(at, words.get(random.nextInt(words.size())));
      }
    }
    return String.join("", words);
  }

  private static boolean isRefused(String source) {
    Diagnostics sink = new Diagnostics();
    try {
      List<Model> models = Elaborated.check(source, CheckOptions.DEFAULTS, sink);
      for (Model model : models) {
        GraphVerifier.verify(model.training());
        GraphVerifier.verify(model.prediction());
      }
    } catch (RuntimeException e) {
      fail("on\n" + source, e);
    }
    return sink.hasErrors();
  }
}
