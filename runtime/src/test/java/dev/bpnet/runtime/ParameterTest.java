package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {
  private static final Description DESCRIPTION =
      Description.of("Some", Description.Precision.FLOAT)
          .trained("first", Initializer.zeros(), 3)
          .trainedInPanelsOfColumns("columns", Initializer.zeros(), 2, 3, 4)
          .trainedInPanelsOfRows("rows", Initializer.zeros(), 2, 4, 3)
          .build();

  private static List<Integer> places(String name) {
    Parameter parameter = DESCRIPTION.parameter(name);
    List<Integer> places = new ArrayList<>();
    for (int element = 0; element < parameter.size(); element++) {
      places.add(parameter.index(element));
    }
    return places;
  }

  @Test
  void panelsOfColumnsFollowOneAnother() {
    assertThat(places("columns")).containsExactly(3, 4, 9, 10, 5, 6, 11, 12, 7, 8, 13, 14);
  }

  @Test
  void panelsOfRowsFollowOneAnother() {
    assertThat(places("rows")).containsExactly(15, 17, 19, 16, 18, 20, 21, 23, 25, 22, 24, 26);
  }
}
