package dev.bpnet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.cli.UserError;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleReaderTest {
  private static final Description NET =
      Description.of("Net", Description.Precision.FLOAT)
          .input("x", 2)
          .classTarget("kind", 3)
          .build();

  @TempDir private Path folder;

  @Test
  void stringClassesAreNumberedInOrderOfAppearance() throws IOException {
    Labels labels = Labels.empty(NET);
    Dataset dataset = read("a,b,k\n1,2,red\n3,-.5,blue\n+5e-1,6,red\n", labels).dataset();

    assertThat(inputs(dataset)).containsExactly(1, 2, 3, -.5, .5, 6);
    assertThat(classes(dataset)).containsExactly(0, 1, 0);
    assertThat(labels.names()).containsEntry("kind", List.of("red", "blue"));
  }

  @Test
  void wholeNumbersInRangeAreTheirOwnClasses() throws IOException {
    Labels labels = Labels.empty(NET);

    assertThat(classes(read("1,2,2\n3,4,0.0\n5,6,02\n", labels).dataset()))
        .containsExactly(2, 0, 2);
    assertThat(labels.names()).containsEntry("kind", List.of("0", "1", "2"));
  }

  @Test
  void otherWholeNumbersAreNumberedInOrderOfAppearance() throws IOException {
    Labels labels = Labels.empty(NET);

    assertThat(classes(read("1,2,3\n3,4,1\n5,6,2\n", labels).dataset())).containsExactly(0, 1, 2);
    assertThat(labels.names()).containsEntry("kind", List.of("3", "1", "2"));
  }

  @Test
  void aSecondTableSharesTheClassesOfTheFirst() throws IOException {
    Labels labels = Labels.empty(NET);
    read("1,2,b\n3,4,a\n", labels);

    assertThat(classes(read("1,2,a\n3,4,c\n", labels).dataset())).containsExactly(1, 2);
  }

  @Test
  void severalClassColumnsKeepTheirNumbersApart() throws IOException {
    Description net =
        Description.of("Words", Description.Precision.FLOAT)
            .classInput("words", 4, 2)
            .classInput("place", 2)
            .target("t")
            .build();
    Labels labels = Labels.empty(net);
    CsvFile file = file("a,b,1,0.5\nc,a,0,0.25\n");
    Dataset dataset =
        new ExampleReader(net, labels, new ExampleReader.Options(false, true))
            .read(file, Columns.resolve(file, net, ColumnChoice.NONE))
            .dataset();
    Examples.OfDouble examples = Examples.OfDouble.allocate(net, 2);
    dataset.copy(0, examples, 0);
    dataset.copy(1, examples, 1);

    assertThat(examples.classInputs()).containsExactly(0, 1, 1, 2, 0, 0);
    assertThat(labels.names()).containsEntry("words", List.of("a", "b", "c"));
  }

  @Test
  void oneClassTooManyIsNamed() {
    assertRefused(
        "a,b,k\n1,2,p\n1,2,q\n1,2,r\n1,2,s\n",
        "row 5, column 3 (k): 's' is one class more than kind: class(3) has; the others are p, q, r");
  }

  @Test
  void missingCellsAreReportedWithTheirPlaces() {
    assertRefused(
        "a,b,k\n1,,p\nNA,2,q\n3,4,r\n5,6,?\n",
        "3 rows of",
        "have missing cells (--skip-missing leaves such rows out):\n"
            + "  row 2, column 2 (b): empty\n"
            + "  row 3, column 1 (a): 'NA'\n"
            + "  row 5, column 3 (k): '?'");
  }

  @Test
  void rowsWithMissingCellsMayBeLeftOut() throws IOException {
    CsvFile file = file("1,,p\nNaN,2,q\n3,4,r\n5,null,r\n");
    ExampleReader.Table table =
        new ExampleReader(NET, Labels.empty(NET), new ExampleReader.Options(true, true))
            .read(file, Columns.resolve(file, NET, ColumnChoice.NONE));

    assertThat(table.skipped()).isEqualTo(3);
    assertThat(inputs(table.dataset())).containsExactly(3, 4);
    assertThat(classes(table.dataset())).containsExactly(0);
  }

  @Test
  void aGapInAColumnThatIsNotUsedDoesNotMatter() throws IOException {
    CsvFile file = file("a,b,c,k\n1,,2,p\n");
    Columns columns = Columns.resolve(file, NET, new ColumnChoice(List.of("a,c"), List.of("k")));

    assertThat(
            inputs(
                new ExampleReader(NET, Labels.empty(NET), new ExampleReader.Options(false, true))
                    .read(file, columns)
                    .dataset()))
        .containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0,5|'0,5' is not a number: write 0.5, with a decimal point",
        "-,5|'-,5' is not a number: write -0.5, with a decimal point",
        "0x1p3|'0x1p3' is not a number (if it names a class, declare x: class(…))",
        "1f|'1f' is not a number",
        "٣|'٣' is not a number",
        "inf|'inf' is not a finite number",
        "1e400|'1e400' is too large a number",
        "1e39|1e39 is too large for --precision float",
      })
  void whatIsNoNumberIsSaidWithRowAndColumn(String cell, String message) {
    assertRefused("a;b;k\n1;2;p\n1;" + cell + ";p\n", "row 3, column 2 (b): " + message);
  }

  @Test
  void aTableWithoutExamplesIsRefused() {
    assertRefused("a,b,k\n", "it has a header only");
  }

  @Test
  void oneRowIsEnough() throws IOException {
    assertThat(read("1,2,p\n", Labels.empty(NET)).dataset().size()).isEqualTo(1);
  }

  private void assertRefused(String text, String... messages) {
    assertThatThrownBy(() -> read(text, Labels.empty(NET)))
        .isInstanceOf(UserError.class)
        .message()
        .contains(messages);
  }

  private ExampleReader.Table read(String text, Labels labels) throws IOException {
    CsvFile file = file(text);
    return new ExampleReader(NET, labels, new ExampleReader.Options(false, true))
        .read(file, Columns.resolve(file, NET, ColumnChoice.NONE));
  }

  private CsvFile file(String text) throws IOException {
    return CsvFile.open(Files.writeString(folder.resolve("t.csv"), text), CsvFile.Header.GUESS);
  }

  private static double[] inputs(Dataset dataset) {
    return all(dataset).inputs();
  }

  private static int[] classes(Dataset dataset) {
    return all(dataset).classTargets();
  }

  private static Examples.OfDouble all(Dataset dataset) {
    Examples.OfDouble all = Examples.OfDouble.allocate(NET, dataset.size());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, all, i);
    }
    return all;
  }
}
