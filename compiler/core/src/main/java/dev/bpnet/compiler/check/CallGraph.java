package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which function names which, and which of them thereby name themselves. */
final class CallGraph {
  private final Map<Callee.Source, Set<Callee.Source>> named = new LinkedHashMap<>();

  void add(Callee.Source function, Set<Callee.Source> names) {
    named.put(function, names);
  }

  /**
   * Reports each cycle once, at its function that is declared first; gives all that stand in one.
   */
  Set<Callee.Source> reportCycles(Diagnostics sink) {
    Set<Callee.Source> recursive = new HashSet<>();
    for (Callee.Source function : inCycles()) {
      if (!recursive.contains(function)) {
        List<Callee.Source> cycle = shortestCycle(function);
        recursive.addAll(cycle);
        List<String> names = new ArrayList<>(cycle.stream().map(Callee.Source::name).toList());
        names.add(function.name());
        sink.report(Code.RECURSION, function.identifier().span(), String.join(" -> ", names));
      }
    }
    return recursive;
  }

  /**
   * What is left after all that names nothing left, or is named by nothing left, was taken away.
   */
  private List<Callee.Source> inCycles() {
    Map<Callee.Source, Set<Callee.Source>> forward = new LinkedHashMap<>();
    Map<Callee.Source, Set<Callee.Source>> backward = new HashMap<>();
    named.forEach(
        (from, all) ->
            all.stream()
                .filter(named::containsKey)
                .forEach(
                    to -> {
                      forward.computeIfAbsent(from, k -> new HashSet<>()).add(to);
                      backward.computeIfAbsent(to, k -> new HashSet<>()).add(from);
                    }));
    Set<Callee.Source> left = new HashSet<>(named.keySet());
    peel(left, forward, backward);
    peel(left, backward, forward);
    return named.keySet().stream()
        .filter(left::contains)
        .filter(function -> !shortestCycle(function).isEmpty())
        .toList();
  }

  /** Takes away what has no successor left, again and again. */
  private static void peel(
      Set<Callee.Source> left,
      Map<Callee.Source, Set<Callee.Source>> successors,
      Map<Callee.Source, Set<Callee.Source>> predecessors) {
    Map<Callee.Source, Integer> counts = new HashMap<>();
    Deque<Callee.Source> ends = new ArrayDeque<>();
    for (Callee.Source function : left) {
      long count =
          successors.getOrDefault(function, Set.of()).stream().filter(left::contains).count();
      counts.put(function, (int) count);
      if (count == 0) {
        ends.add(function);
      }
    }
    while (!ends.isEmpty()) {
      Callee.Source end = ends.remove();
      left.remove(end);
      for (Callee.Source before : predecessors.getOrDefault(end, Set.of())) {
        if (left.contains(before) && counts.merge(before, -1, Integer::sum) == 0) {
          ends.add(before);
        }
      }
    }
  }

  /** From the function to the last one before it again; empty if it is in no cycle. */
  private List<Callee.Source> shortestCycle(Callee.Source start) {
    Map<Callee.Source, Callee.Source> reachedFrom = new HashMap<>();
    Deque<Callee.Source> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      Callee.Source function = queue.remove();
      for (Callee.Source next : named.getOrDefault(function, Set.of())) {
        if (next.equals(start)) {
          return path(start, function, reachedFrom);
        }
        if (named.containsKey(next) && reachedFrom.putIfAbsent(next, function) == null) {
          queue.add(next);
        }
      }
    }
    return List.of();
  }

  private static List<Callee.Source> path(
      Callee.Source start, Callee.Source end, Map<Callee.Source, Callee.Source> reachedFrom) {
    List<Callee.Source> path = new ArrayList<>();
    for (Callee.Source at = end; !at.equals(start); at = reachedFrom.get(at)) {
      path.add(0, at);
    }
    path.add(0, start);
    return path;
  }
}
