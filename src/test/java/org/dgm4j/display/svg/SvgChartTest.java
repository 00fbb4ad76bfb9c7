package org.dgm4j.display.svg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Labels;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.html.TextSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class SvgChartTest {

  private static double[] numbers(int count, IntToDoubleFunction f) {
    return IntStream.range(0, count).mapToDouble(f).toArray();
  }

  private static Chart chart(double[] x, double[] y) {
    return Chart.of("", Axis.linear("x"), Axis.linear("y"), new Series.Line("curve", x, y));
  }

  private static String svg(Chart chart) {
    return SvgChart.draw(DownsampledChart.of(chart), FigureStyle.Theme.AUTO);
  }

  private static Labels labels(Chart chart) {
    return Labels.of(svg(chart));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 30, 256})
  void categoryLabelsStayApart(int count) {
    for (String name : List.of("", "state ", "one of the many states called 한글 number ")) {
      List<String> names = IntStream.range(0, count).mapToObj(i -> name + i).toList();
      double[] heights = numbers(count, i -> 1.0 / (i + 1));
      Chart bars =
          Chart.of(
              "A title that is about as long as they come in a lecture on probability",
              Axis.categories("state", names),
              Axis.linear("probability"),
              Series.Bars.at("pmf", heights),
              new Series.Points("frequency", numbers(count, i -> i), heights));
      Chart map =
          Chart.of(
              "joint",
              Axis.categories("x", names),
              Axis.categories("y", names),
              new Series.HeatMap(
                  "p(x, y)",
                  count,
                  count,
                  numbers(count * count, i -> i * 1e-5),
                  ColorScale.SEQUENTIAL));
      for (Chart chart : List.of(bars, map)) {
        labels(chart).assertApart();
        labels(chart.size(300, 200)).assertApart();
      }
      assertTrue(labels(bars).texts().contains(TextSize.squeeze(name + 0, 12, 110)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "-1e308, 1e308",
    "1e-300, 3e-300",
    "4.9e-324, 1e-320",
    "1e9, 1000000000.4",
    "1e15, 1000000000000003",
    "-1e-7, 1e-7",
    "-123456.7, -123456.6",
    "1, 1.7976931348623157e308",
    "0.999999, 1.000001",
    "-5000, 3"
  })
  void ticksStayApartAtExtremeRanges(double from, double to) {
    for (Axis axis : List.of(Axis.linear("a"), Axis.whole("a"), Axis.log("a"))) {
      Chart across =
          Chart.of(
              "t",
              axis,
              Axis.linear("b"),
              new Series.Points("s", new double[] {from, to}, new double[2]));
      Chart up =
          Chart.of(
              "t",
              Axis.linear("b"),
              axis,
              new Series.Line("s", new double[2], new double[] {from, to}));
      for (Chart chart : List.of(across, up)) {
        labels(chart).assertApart();
        labels(chart.size(240, 160)).assertApart();
        assertFalse(svg(chart).contains("NaN"), svg(chart));
        assertFalse(svg(chart).contains("Infinity"), svg(chart));
      }
    }
  }

  @Test
  void legendOfManySeriesStaysApart() {
    for (int count : new int[] {1, 5, 40}) {
      Series[] series =
          IntStream.range(0, count)
              .mapToObj(
                  k -> new Series.Line("run number " + k, new double[] {0, 1}, new double[] {k, 1}))
              .toArray(Series[]::new);
      Chart chart = Chart.of("runs", Axis.linear("x"), Axis.linear("y"), series);
      labels(chart).assertApart();
      labels(chart.size(240, 160)).assertApart();
      assertEquals(count > 20, svg(chart).contains(" more</text>"));
    }
  }

  @Test
  void placesAreExact() {
    Chart chart =
        Chart.of(
            "",
            Axis.linear("").range(0, 10),
            Axis.linear("").range(0, 1),
            new Series.Line("", new double[] {0, 10}, new double[] {0, 1}));
    String svg = svg(chart);
    String frame = svg.substring(svg.indexOf("<svg x="));
    double[] box = numbersIn(frame.substring(0, frame.indexOf(" viewBox")));
    double[] line = numbersIn(frame.substring(frame.indexOf("d=\""), frame.indexOf("\" fill")));
    assertEquals(box[0], line[0], 0.11);
    assertEquals(box[1] + box[3], line[1], 0.11);
    assertEquals(box[0] + box[2], line[2], 0.11);
    assertEquals(box[1], line[3], 0.11);
  }

  private static double[] numbersIn(String text) {
    return java.util.regex.Pattern.compile("-?[0-9]+(\\.[0-9]+)?")
        .matcher(text)
        .results()
        .mapToDouble(m -> Double.parseDouble(m.group()))
        .toArray();
  }

  @Test
  void gapsStandWhereNumbersAreNotFinite() {
    double[] y = {1, 2, Double.NaN, 3, Double.POSITIVE_INFINITY, 4, 5};
    Chart chart = chart(numbers(y.length, i -> i), y);
    String svg = svg(chart);
    String path = svg.substring(svg.indexOf("d=\"", svg.indexOf("<svg x=")));
    assertEquals(3, path.substring(3, path.indexOf("\" fill")).split("M").length - 1);
    assertTrue(labels(chart).texts().contains("Not drawn: 2 places that are not finite"));
  }

  @Test
  void emptyChartSaysSo() {
    for (double[] y : List.of(new double[0], new double[] {Double.NaN})) {
      Labels labels = labels(chart(numbers(y.length, i -> i), y));
      assertTrue(labels.texts().contains("no data"));
      labels.assertApart();
    }
    assertTrue(labels(Chart.of("", Axis.log("x"), Axis.log("y"))).texts().contains("no data"));
  }

  @Test
  void singleAndConstantDataAreDrawn() {
    assertTrue(svg(chart(new double[] {3}, new double[] {5})).contains("h0\""));
    for (double value : new double[] {0, 112.4, -3e-9, 1e300}) {
      Chart chart = chart(numbers(50, i -> i), numbers(50, i -> value));
      labels(chart).assertApart();
      assertFalse(labels(chart).texts().contains("no data"));
    }
  }

  @Test
  void colorsAndTextAreLegibleOnWhiteAndBlack() {
    for (int i = 0; i < Palette.size(); i++) {
      assertTrue(contrast(Palette.series(i), 1) >= 3, Palette.series(i));
      assertTrue(contrast(Palette.series(i), 0) >= 3, Palette.series(i));
    }
    assertTrue(contrast(Palette.TEXT, 1) >= 4.5);
    assertTrue(contrast(Palette.TEXT, 0) >= 4.5);
  }

  /** The contrast of WCAG 2.1 against a ground of this luminance. */
  private static double contrast(String color, double ground) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double luminance = 0;
    for (int k = 0; k < 3; k++) {
      double c = Integer.parseInt(color.substring(1 + 2 * k, 3 + 2 * k), 16) / 255.0;
      luminance += weights[k] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    double light = Math.max(luminance, ground) + 0.05;
    return light / (Math.min(luminance, ground) + 0.05);
  }

  @Property(tries = 200)
  void anyTextIsText(@ForAll("texts") String text) {
    Chart chart =
        Chart.of(
            text,
            Axis.categories(text, List.of(text, "b")),
            Axis.linear(text),
            Series.Bars.at(text, 1, 2));
    Labels labels = Labels.of(svg(chart.size(4000, 4000)));
    assertTrue(
        labels.elements().stream().allMatch(e -> List.of("svg", "path", "text").contains(e)));
    if (!text.isBlank()) {
      String shown =
          text.codePoints()
              .map(SvgChartTest::valid)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertTrue(labels.texts().contains(shown.replace("\r\n", "\n").replace('\r', '\n')));
    }
    Labels.of(svg(chart)).assertApart();
  }

  private static int valid(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    boolean none = c >= 0xD800 && c < 0xE000 || c == 0xFFFE || c == 0xFFFF;
    return control || none ? 0xFFFD : c;
  }

  @Provide
  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of(
            "<script>alert('x')</script>",
            "\"quoted\" & 'single'",
            "]]> --> <!-- </svg>",
            "$\\alpha_i$ \\",
            "한글 이름",
            "😀👨‍👩‍👧",
            "x\u0000\u0007\ud800"));
  }

  @Test
  void millionPointsAreThinnedAndSaid() {
    Random random = new Random(7);
    double[] x = numbers(1_000_000, i -> i);
    double[] y = numbers(1_000_000, i -> random.nextGaussian());
    y[123_456] = 40;
    y[765_432] = -30;
    for (Series series : List.of(new Series.Line("a", x, y), new Series.Points("a", x, y))) {
      Chart chart = Chart.of("", Axis.linear("x"), Axis.linear("y"), series);
      DownsampledChart thinned = DownsampledChart.of(chart);
      assertEquals(Math.min(y[765_432], -30), Summary.of(up(thinned)).least());
      assertEquals(40, Summary.of(up(thinned)).greatest());
      assertTrue(thinned.notes().get(0).endsWith("of 1,000,000 points drawn"));
      assertTrue(svg(chart).length() < 30_000, "" + svg(chart).length());
      labels(chart).assertApart();
    }
  }

  @Test
  void manyClassesHaveOneNote() {
    List<Series> classes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int count = i == 9 ? 20 : 200;
      classes.add(new Series.Points("" + i, numbers(count, n -> n), numbers(count, n -> n % 7)));
    }
    Chart chart = Chart.of("", Axis.linear("x"), Axis.linear("y"), classes.toArray(Series[]::new));
    DownsampledChart thinned = DownsampledChart.of(chart);
    long[] drawn = thinned.chart().series().stream().mapToLong(s -> s.vertical().count()).toArray();
    assertEquals(20, drawn[9]);
    assertTrue(drawn[0] < 200, "" + drawn[0]);
    assertEquals(
        List.of(
            "%,d of 1,820 points drawn, at most %d of each class"
                .formatted(LongStream.of(drawn).sum(), LongStream.of(drawn).max().orElseThrow())),
        thinned.notes());
    Chart one = Chart.of("", Axis.linear("x"), Axis.linear("y"), bars("a", 10), bars("b", 1000));
    String note = DownsampledChart.of(one).notes().get(0);
    assertTrue(note.startsWith("b: ") && note.endsWith(" of 1,000 bars drawn"), note);
  }

  private static Series.Bars bars(String name, int count) {
    return new Series.Bars(
        name, numbers(count, i -> i), numbers(count, i -> i + 1), numbers(count, i -> i % 7));
  }

  @Test
  void cellsOfTheNameOfOtherSeriesHaveNoSignInTheLegend() {
    double[] places = {0, 1};
    Series.Points points = new Series.Points("p", places, places);
    Chart chart = Chart.of("", Axis.linear("x"), Axis.linear("y"), points);
    Series cells = new Series.HeatMap("p", 2, 2, new double[4], ColorScale.SEQUENTIAL);
    String[] legends = {svg(chart), svg(chart.with(cells))};
    for (String svg : legends) {
      assertEquals(2, svg.split("scale\\(0.5\\)", -1).length - 1, svg);
      assertFalse(svg.contains("h16\""), svg);
    }
  }

  private static double[] up(DownsampledChart thinned) {
    Series series = thinned.chart().series().get(0);
    return series instanceof Series.Line line ? line.y() : ((Series.Points) series).y();
  }

  @Test
  void badChartsAreRefusedInOneSentence() {
    assertThrows(
        IllegalArgumentException.class, () -> new Series.Line("a", new double[2], new double[3]));
    assertThrows(IllegalArgumentException.class, () -> Axis.linear("x").range(1, 1));
    assertThrows(IllegalArgumentException.class, () -> Axis.log("x").range(0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Chart.of("", Axis.linear("x"), Axis.linear("y")).size(10, 10));
  }
}
