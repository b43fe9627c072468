package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects which form each part of a network is given; whoever decides says so here. */
public final class Choices {
  /** Part of the name of every form that fills vectors so. */
  public static final String LANES_ARE_EXAMPLES = "lanes = examples";

  private final List<Choice> all = new ArrayList<>();

  /**
   * Says it once, where the two passes agree.
   *
   * @param part in the words of the source
   * @param reason the figures that decided
   */
  public void add(String part, String form, String reason) {
    Choice choice = new Choice(part, form, reason);
    if (!all.contains(choice)) {
      all.add(choice);
    }
  }

  /** Says which form a value is computed in, if the source has a name for it. */
  public void add(Node node, String form, String reason) {
    String subject = Hints.subject(node);
    if (!subject.isEmpty()) {
      add(subject.startsWith("the ") ? subject.substring(4) : subject, form, reason);
    }
  }

  public static boolean fillsLanesWithExamples(Choice choice) {
    return choice.form().contains(LANES_ARE_EXAMPLES);
  }

  /** A count as people read it: {@code 100,352}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  public List<Choice> all() {
    return List.copyOf(all);
  }
}
