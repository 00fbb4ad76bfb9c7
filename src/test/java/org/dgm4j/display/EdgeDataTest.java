package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.evaluation.PrincipalComponentsView;
import org.dgm4j.display.view.evaluation.RocView;
import org.dgm4j.display.view.live.ProgressView;
import org.dgm4j.display.view.live.TrainingView;
import org.dgm4j.display.view.probability.DensityCurve;
import org.dgm4j.display.view.probability.PairDensityView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.evaluation.PrincipalComponents;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.Objective;
import org.dgm4j.probability.Normal;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every view of numbers with the data on which views break. */
class EdgeDataTest {

  private static final int MILLION = 1_000_000;
  private static final Pattern BROKEN = Pattern.compile("=\"[^\"]*(NaN|Infinity|null)");

  private static final Map<String, double[]> DATA = new LinkedHashMap<>();

  static {
    DATA.put("empty", new double[0]);
    DATA.put("one", new double[] {3});
    DATA.put("constant", IntStream.range(0, 50).mapToDouble(i -> 112.4).toArray());
    DATA.put("zero", new double[50]);
    DATA.put("not finite", new double[] {1, Double.NaN, 2, Double.NEGATIVE_INFINITY, 4});
    DATA.put("nothing finite", new double[] {Double.NaN, Double.POSITIVE_INFINITY});
    DATA.put("huge", new double[] {-1e300, 0, 1e300});
    DATA.put("million", new Random(1).doubles(MILLION, -3, 7).toArray());
  }

  /** Views of a list of numbers. */
  private static final Map<String, Function<double[], View>> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("line", v -> view(new Series.Line("a", indexes(v), v)));
    VIEWS.put("points", v -> view(new Series.Points("a", indexes(v), v)));
    VIEWS.put("bars", v -> view(Series.Bars.at("a", v)));
    VIEWS.put("area", v -> view(new Series.Area("a", indexes(v), new double[v.length], v)));
    VIEWS.put(
        "heat map", v -> view(new Series.HeatMap("a", 1, v.length, v, ColorScale.SEQUENTIAL)));
    VIEWS.put("histogram", v -> HistogramView.of("", "nats").with("a", v));
    VIEWS.put("density curve", v -> DensityCurve.of("a", v));
    VIEWS.put("distribution and data", v -> DensityCurve.of(Normal.of(0, 1)).with("a", v));
    VIEWS.put("density of points", v -> PairDensityView.of(pairs(v)));
    VIEWS.put("roc", v -> RocView.of(Roc.of(v, v)));
    VIEWS.put("bound", v -> Views.of(EvidenceLowerBound.of(v, new double[v.length])).orElseThrow());
    VIEWS.put("training", EdgeDataTest::training);
    VIEWS.put("samples", v -> SamplesView.of(Samples.vectors(floats(v), v.length, 1)));
    VIEWS.put(
        "principal components",
        v ->
            PrincipalComponentsView.of(
                PrincipalComponents.of(Samples.vectors(floats(v), v.length, 1))));
    VIEWS.put("table", v -> new TableView(List.of("value"), cells(v), ""));
  }

  private static View view(Series series) {
    return ChartView.of(Chart.of("title", Axis.linear("x"), Axis.linear("y (nats)"), series));
  }

  private static double[] indexes(double[] values) {
    return IntStream.range(0, values.length).asDoubleStream().toArray();
  }

  private static double[][] pairs(double[] values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v, -v}).toArray(double[][]::new);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
    return floats;
  }

  private static List<List<String>> cells(double[] values) {
    return Arrays.stream(values).limit(100).mapToObj(v -> List.of(NumberText.text(v))).toList();
  }

  private static View training(double[] values) {
    List<CurvePoint> curve =
        IntStream.range(0, values.length).mapToObj(i -> new CurvePoint(i, values[i])).toList();
    List<Epoch> epochs =
        IntStream.range(0, Math.min(50, values.length))
            .mapToObj(i -> new Epoch(i + 1, i, values[i], values[i]))
            .toList();
    double last = values.length == 0 ? Double.NaN : values[values.length - 1];
    View curveSoFar =
        TrainingView.curve(
            new Progress(
                last, 5300, epochs, curve, Objective.LOG_PROBABILITY, List.of(), Optional.empty()));
    return ProgressView.of(0.5, "training").with(curveSoFar);
  }

  static Stream<Arguments> cases() {
    return VIEWS.keySet().stream()
        .flatMap(view -> DATA.keySet().stream().map(data -> Arguments.of(view, data)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void somethingTrueIsDrawnOrSaid(String view, String data) {
    double[] values = DATA.get(data);
    MimeBundle bundle;
    try {
      bundle = VIEWS.get(view).apply(values).bundle();
    } catch (IllegalArgumentException e) {
      assertTrue(REFUSED.getOrDefault(view, List.of()).contains(data), e.toString());
      assertEquals(1, e.getMessage().lines().count());
      assertTrue(e.getMessage().length() > 20);
      return;
    }
    assertFalse(REFUSED.getOrDefault(view, List.of()).contains(data), "refused no more");
    assertFalse(bundle.get(MimeBundle.TEXT).isBlank());
    int size =
        bundle.data().values().stream()
            .mapToInt(s -> s.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    assertTrue(size <= 60_000, size + " bytes");
    String svg = bundle.get(MimeBundle.SVG);
    if (svg != null) {
      Labels labels = Labels.of(svg);
      labels.assertApart();
      assertFalse(BROKEN.matcher(svg).find(), svg);
      long finite = Arrays.stream(values).filter(Double::isFinite).count();
      if (finite < values.length) {
        assertTrue(
            (bundle.get(MimeBundle.TEXT) + labels.texts()).toLowerCase().contains("not finite"),
            bundle.get(MimeBundle.TEXT) + labels.texts());
      }
    }
    if (data.equals("million") && !view.equals("table")) {
      String all = bundle.get(MimeBundle.TEXT) + (svg == null ? "" : Labels.of(svg).texts());
      boolean counted = !List.of("training", "principal components").contains(view);
      assertTrue(!counted || all.contains("1,000,000"), all);
    }
  }

  /** What has no meaning, and is refused in one sentence. */
  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "density curve",
          List.of("constant", "not finite", "nothing finite"),
          "density of points",
          List.of("empty", "constant", "not finite", "nothing finite", "huge"),
          "roc",
          List.of("empty", "not finite", "nothing finite"),
          "samples",
          List.of("not finite", "nothing finite", "huge"),
          "principal components",
          List.of("empty", "one", "not finite", "nothing finite", "huge"));
}
