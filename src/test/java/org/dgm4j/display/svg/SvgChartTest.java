package org.dgm4j.display.svg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
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

  @Test
  void tenClassesHaveTenColorsThatAreToldApart() {
    assertTrue(Palette.size() >= 10);
    for (int i = 0; i < Palette.size(); i++) {
      for (int j = 0; j < i; j++) {
        String pair = Palette.series(i) + " " + Palette.series(j);
        assertTrue(distance(pair, USUAL_EYE) >= 0.11, pair);
        for (double[] eye : COLOR_BLIND) {
          assertTrue(distance(pair, eye) >= 0.069, pair + " " + distance(pair, eye));
        }
      }
    }
    Series[] classes = new Series[10];
    Arrays.setAll(classes, i -> new Series.Points("" + i, new double[] {i}, new double[] {i}));
    Chart chart = Chart.of("", Axis.linear("x"), Axis.linear("y"), classes);
    assertEquals(10, chart.series().stream().map(chart::color).distinct().count());
    assertTrue(chart.series().stream().noneMatch(chart::repeats));
  }

  private static final double[] USUAL_EYE = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /**
   * What protanopia, deuteranopia and tritanopia make of linear RGB: Machado, Oliveira and
   * Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009),
   * table 1, severity 1.
   */
  private static final List<double[]> COLOR_BLIND =
      List.of(
          new double[] {
            0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
            1.051998
          },
          new double[] {
            0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
            0.968881
          },
          new double[] {
            1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
            0.303900
          });

  /** The distance of two colours in Oklab, as an eye sees them. */
  private static double distance(String pair, double[] eye) {
    double[] one = oklab(seen(pair.substring(0, 7), eye));
    double[] other = oklab(seen(pair.substring(8), eye));
    return Math.sqrt(IntStream.range(0, 3).mapToDouble(k -> Math.pow(one[k] - other[k], 2)).sum());
  }

  private static double[] seen(String color, double[] eye) {
    double[] linear = linear(color);
    return product(eye, linear, c -> Math.max(0, Math.min(1, c)));
  }

  /**
   * Oklab of linear RGB: Björn Ottosson, "A perceptual color space for image processing" (2020).
   */
  private static double[] oklab(double[] linear) {
    double[] toCones = {
      0.4122214708,
      0.5363325363,
      0.0514459929,
      0.2119034982,
      0.6806995451,
      0.1073969566,
      0.0883024619,
      0.2817188376,
      0.6299787005
    };
    double[] toLab = {
      0.2104542553,
      0.7936177850,
      -0.0040720468,
      1.9779984951,
      -2.4285922050,
      0.4505937099,
      0.0259040371,
      0.7827717662,
      -0.8086757660
    };
    return product(toLab, product(toCones, linear, Math::cbrt), v -> v);
  }

  private static double[] product(double[] matrix, double[] vector, DoubleUnaryOperator then) {
    return IntStream.range(0, 3)
        .mapToDouble(
            i -> IntStream.range(0, 3).mapToDouble(j -> matrix[3 * i + j] * vector[j]).sum())
        .map(then)
        .toArray();
  }

  /** Red, green and blue in proportion to light, from 0 to 1 (sRGB, IEC 61966-2-1). */
  private static double[] linear(String color) {
    return IntStream.range(0, 3)
        .mapToDouble(k -> Integer.parseInt(color.substring(1 + 2 * k, 3 + 2 * k), 16) / 255.0)
        .map(c -> c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
        .toArray();
  }

  /** The contrast of WCAG 2.1 against a ground of this luminance. */
  private static double contrast(String color, double ground) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double[] linear = linear(color);
    double luminance = IntStream.range(0, 3).mapToDouble(k -> weights[k] * linear[k]).sum();
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
  void dotsAreLargeEnoughToBeSeenAndSmallWhereTheyAreMany() {
    for (int count : new int[] {1, 200, 201, 2000}) {
      double[] places = numbers(count, i -> Math.sin(i));
      Series.Points points = new Series.Points("", places, places);
      Chart chart = Chart.of("", Axis.linear("x"), Axis.linear("y"), points);
      assertTrue(svg(chart).contains(count > 200 ? "stroke-width=\"8\"" : "stroke-width=\"12\""));
      assertEquals(count > 200, svg(chart).contains("stroke-opacity=\"0.8\""));
    }
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
