package dev.bpnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  @Test
  void drawsFallingCurvesOnALogarithmicAxis() {
    double[] training = IntStream.range(0, 10).mapToDouble(i -> Math.pow(10, -i / 3.0)).toArray();
    double[] heldOut = IntStream.range(0, 10).mapToDouble(i -> 0.5).toArray();

    String chart =
        new Chart(Chart.Glyphs.ASCII)
            .curve("training", training)
            .curve("held out", heldOut)
            .draw("loss");

    assertThat(chart)
        .isEqualTo(
            """
            loss   * training   o held out
                 1.000 +*
                       |o*oooooooo
                       |  *
                0.1000 +   *
                       |    *
                       |     *
               0.01000 +      *
                       |       *
                       |        *
              0.001000 +         *
                       +----------
                 epoch  1       10
            """);
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    String chart =
        new Chart(Chart.Glyphs.UNICODE)
            .curve("a", 1, Double.NaN, 2, Double.POSITIVE_INFINITY)
            .draw("");

    assertThat(chart.chars().filter(c -> c == '•').count()).isEqualTo(3);
  }

  @Test
  void isEmptyWhereThereIsNothingToDraw() {
    assertThat(new Chart(Chart.Glyphs.ASCII).curve("a", 1).draw("a")).isEmpty();
    assertThat(new Chart(Chart.Glyphs.ASCII).curve("a", Double.NaN, Double.NaN).draw("a"))
        .isEmpty();
  }

  @Test
  void sparklinesSpanTheirOwnRange() {
    assertThat(Sparkline.of(Chart.Glyphs.UNICODE, 0, 0.5, 1)).isEqualTo("▁▅█");
    assertThat(Sparkline.of(Chart.Glyphs.ASCII, 2, 2)).isEqualTo("__");
    assertThat(Sparkline.of(Chart.Glyphs.ASCII, 1, Double.NaN, 3)).isEqualTo("_ @");
  }

  @Test
  void figuresHaveFourDigits() {
    assertThat(Figures.of(0)).isEqualTo("0");
    assertThat(Figures.of(0.00012345)).isEqualTo("0.0001235");
    assertThat(Figures.of(0.0000123)).isEqualTo("1.230e-05");
    assertThat(Figures.of(-12.3456)).isEqualTo("-12.35");
    assertThat(Figures.of(123456)).isEqualTo("1.235e+05");
    assertThat(Figures.of(Double.NaN)).isEqualTo("-");
    assertThat(Figures.percent(29.0 / 30)).isEqualTo("96.7 %");
  }

  @Test
  void tablesAlign() {
    assertThat(new TextTable().row("", "a", "bb").row("é", "1.5", "2").toString())
        .isEqualTo("     a  bb\né  1.5   2\n");
  }
}
