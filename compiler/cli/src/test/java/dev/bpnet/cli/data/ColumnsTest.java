package dev.bpnet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsTest {
  private static final Description NET =
      Description.of("Net", Description.Precision.FLOAT)
          .input("x", 2)
          .input("z")
          .classTarget("k", 3)
          .build();

  @TempDir private Path folder;

  @Test
  void inDeclarationOrderWhenNothingIsSaid() throws IOException {
    assertThat(resolve("a,b,c,d\n1,2,3,4\n", List.of(), List.of()))
        .isEqualTo(new Columns(List.of(0, 1, 2), List.of(3)));
  }

  @Test
  void whatRemainsBesideTheTargetsAreTheInputs() throws IOException {
    assertThat(resolve("a,b,c,d\n1,2,3,4\n", List.of(), List.of("a")))
        .isEqualTo(new Columns(List.of(1, 2, 3), List.of(0)));
  }

  @Test
  void theLastColumnsAreTheTargetsUnlessNamed() throws IOException {
    assertThat(resolve("a,b,c,d,e\n1,2,3,4,5\n", List.of("c,a", "b"), List.of()))
        .isEqualTo(new Columns(List.of(2, 0, 1), List.of(4)));
  }

  @Test
  void namesMayLeaveColumnsOut() throws IOException {
    assertThat(resolve("a,b,c,d,e\n1,2,3,4,5\n", List.of("e", "b,d"), List.of("a")))
        .isEqualTo(new Columns(List.of(4, 1, 3), List.of(0)));
  }

  @Test
  void numbersAndRangesServeWhereThereIsNoHeader() throws IOException {
    assertThat(resolve("1,2,3,4,5\n1,2,3,4,5\n", List.of("2-4"), List.of("1")))
        .isEqualTo(new Columns(List.of(1, 2, 3), List.of(0)));
  }

  @Test
  void tooManyColumnsAskForAChoice() {
    assertRefused(
        "a,b,c,d,e\n1,2,3,4,5\n",
        List.of(),
        List.of(),
        "has 5 columns, but Net takes 4: x[2], z, then k\n  taken in order, e is too many; choose"
            + " with --input and --target, such as --input a,… --target e");
  }

  @Test
  void tooFewColumnsAreTold() {
    assertRefused(
        "1,2,3\n4,5,6\n", List.of(), List.of(), "has 3 columns, but Net takes 4: x[2], z, then k");
  }

  @Test
  void unknownNamesAndNumbersAreTold() {
    String table = "a,b,c,d\n1,2,3,4\n";
    assertRefused(table, List.of("a,b,q"), List.of(), "--input: no column 'q': ");
    assertRefused(table, List.of("a,b,q"), List.of(), "has the columns a, b, c, d");
    assertRefused(table, List.of(), List.of("9"), "--target: no column 9: ");
    assertRefused("1,2,3,4\n", List.of(), List.of("q"), "names no columns; give their numbers, 1");
  }

  @Test
  void aWrongNumberOfNamesIsTold() {
    String table = "a,b,c,d,e\n1,2,3,4,5\n";
    assertRefused(
        table, List.of("a"), List.of(), "--input names 1 column, but Net takes 3: x[2], z");
    assertRefused(table, List.of(), List.of("a,b"), "--target names 2 columns, but Net takes 1: k");
    assertRefused(table, List.of(), List.of("a"), "beside its targets ");
    assertRefused(table, List.of(), List.of("a"), "has 4 columns (b, c, d, e), but Net takes x[2]");
    assertRefused("a,b,c\n1,2,3\n", List.of("a-c"), List.of(), "no column 'a-c'");
    assertRefused("a,b,c\n1,2,3\n", List.of("1-3"), List.of(), "has 0 columns, but Net takes 1 ");
  }

  @Test
  void oneColumnTwiceIsRefused() {
    String table = "a,b,c,d,e\n1,2,3,4,5\n";
    assertRefused(table, List.of("a,b,a"), List.of(), "--input: column 1 (a) is named twice");
    assertRefused(
        table, List.of("a,b,c"), List.of("c"), "column 3 (c) is named as input and as target");
  }

  @Test
  void twoColumnsOfOneNameAreRefusedOnlyWhereOneIsUsed() throws IOException {
    String table = "a,b,c,d,note,note\n1,2,3,4,5,6\n";
    assertThat(resolve(table, List.of("a,b,c"), List.of("d")).inputs()).containsExactly(0, 1, 2);
    assertRefused(
        table,
        List.of("a,b,note"),
        List.of("d"),
        "t.csv, row 1: columns 5 and 6 are both named 'note' (--no-header if");
    assertRefused(table, List.of("a,b,5"), List.of("d"), "columns 5 and 6 are both named 'note'");
    assertRefused("a,b,a,d\n1,2,3,4\n", List.of(), List.of(), "columns 1 and 3 are both named 'a'");

    RememberedColumns remembered =
        RememberedColumns.of(open("a,b,c,d\n1,2,3,4\n"), new Columns(List.of(0, 1, 2), List.of(3)));
    assertThat(remembered.find(open("a,b,d,d,c\n1,2,3,4,5\n"), NET, ColumnChoice.NONE).inputs())
        .containsExactly(0, 1, 4);
    CsvFile doubled = open("a,b,c,c\n1,2,3,4\n");
    assertThatThrownBy(() -> remembered.find(doubled, NET, ColumnChoice.NONE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("columns 3 and 4 are both named 'c'");
  }

  @Test
  void predictionFindsColumnsAgainByNameWithoutTargets() throws IOException {
    CsvFile training = open("a,b,c,d\n1,2,3,4\n");
    RememberedColumns remembered =
        RememberedColumns.of(training, new Columns(List.of(2, 0, 1), List.of(3)));

    assertThat(remembered.find(open("b,x,a,c\n1,2,3,4\n"), NET, ColumnChoice.NONE).inputs())
        .containsExactly(3, 2, 0);
    CsvFile other = open("a,b\n1,2\n");
    assertThatThrownBy(() -> remembered.find(other, NET, ColumnChoice.NONE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("lacks 1 column that the model was trained on: c");
  }

  @Test
  void predictionFindsColumnsAgainByPlace() throws IOException {
    CsvFile training = open("1,2,3,4,5\n1,2,3,4,5\n");
    RememberedColumns remembered =
        RememberedColumns.of(training, new Columns(List.of(4, 0, 1), List.of(3)));

    assertThat(remembered.find(training, NET, ColumnChoice.NONE).inputs()).containsExactly(4, 0, 1);
    assertThat(remembered.find(open("1,2,3\n1,2,3\n"), NET, ColumnChoice.NONE).inputs())
        .containsExactly(0, 1, 2);
    CsvFile narrow = open("1,2\n1,2\n");
    assertThatThrownBy(() -> remembered.find(narrow, NET, ColumnChoice.NONE))
        .hasMessageContaining("has 2 columns, but Net takes 3 inputs out of a table of 5 columns");
  }

  private void assertRefused(
      String text, List<String> inputs, List<String> targets, String message) {
    assertThatThrownBy(() -> resolve(text, inputs, targets))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  private Columns resolve(String text, List<String> inputs, List<String> targets)
      throws IOException {
    return Columns.resolve(open(text), NET, new ColumnChoice(inputs, targets));
  }

  private CsvFile open(String text) throws IOException {
    return CsvFile.open(Files.writeString(folder.resolve("t.csv"), text), CsvFile.Header.GUESS);
  }
}
