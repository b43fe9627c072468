package dev.bpnet.training;

import dev.bpnet.runtime.TrainingDefaults;
import java.util.List;

/** The arguments of a call in a {@code train} block, known to be among those it may have. */
record Arguments(TrainingDefaults.Call call) {
  static Arguments of(TrainingDefaults.Call call, String... known) {
    for (String given : call.arguments().keySet()) {
      if (!List.of(known).contains(given)) {
        throw new IllegalArgumentException(
            call.name() + " has no argument " + given + ", only " + String.join(", ", known));
      }
    }
    return new Arguments(call);
  }

  double get(String argument, double otherwise) {
    return call.argument(argument, otherwise);
  }

  double required(String argument) {
    Double value = call.arguments().get(argument);
    if (value == null) {
      throw new IllegalArgumentException(call.name() + " needs the argument " + argument);
    }
    return value;
  }

  int requiredCount(String argument) {
    return count(argument, required(argument));
  }

  int count(String argument, int otherwise) {
    return count(argument, get(argument, otherwise));
  }

  private int count(String argument, double value) {
    if (value != Math.rint(value) || value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          call.name() + ": " + argument + " must be a whole number from 1, not " + value);
    }
    return (int) value;
  }
}
