package org.dgm4j.display.view.value;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.ImageGrid;

/**
 * Samples as a picture: images as a grid, vectors of one dimension as a histogram, of two as
 * points, and longer ones as curves or, where they are more than seven, short or binary, as a heat
 * map with a row for each example. The text says how many there are, their shape, range and mean.
 *
 * @param samples what to show
 * @param most how many images or rows to show at the most
 */
public record SamplesView(Samples samples, int most) implements View {

  private static final int IMAGES = 100; // ten rows of ten
  private static final int CURVES = 7; // as many as the palette has colours
  private static final int LONG = 10; // shorter ones are features rather than a series

  /** A view of these samples that shows at most 100 images or rows. */
  public static SamplesView of(Samples samples) {
    return new SamplesView(samples, IMAGES);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    Samples first = samples.first(Math.min(most, samples.count()));
    if (samples.isImages()) {
      return ImageGrid.of(first).bundle(text(first.count()), style);
    }
    String text = text(samples.dimensions() <= 2 ? samples.count() : first.count());
    return new ChartView(chart(), text).bundle(style);
  }

  /** The chart of samples that are vectors. */
  public Chart chart() {
    return switch (samples.dimensions()) {
      case 1 -> HistogramView.of("", "value").with("", samples.column(0)).chart();
      case 2 -> {
        Series points = new Series.Points("", samples.column(0), samples.column(1));
        yield Chart.of("", Axis.linear("x₁"), Axis.linear("x₂"), points).size(480, 440);
      }
      default -> many(samples.first(Math.min(most, samples.count())));
    };
  }

  /** A few series of numbers are curves; many vectors, or those of 0 and 1, are rows of cells. */
  private static Chart many(Samples samples) {
    boolean curves =
        samples.count() <= CURVES && samples.dimensions() >= LONG && !samples.isBinary();
    return curves ? curves(samples) : rows(samples);
  }

  private static Chart curves(Samples samples) {
    double[] places = IntStream.range(0, samples.dimensions()).asDoubleStream().toArray();
    Series[] lines =
        IntStream.range(0, samples.count())
            .mapToObj(
                i ->
                    new Series.Line(
                        samples.count() == 1 ? "" : "example " + i,
                        places,
                        IntStream.range(0, places.length)
                            .mapToDouble(j -> samples.value(i, j))
                            .toArray()))
            .toArray(Series[]::new);
    return Chart.of("", Axis.whole("dimension"), Axis.linear("value"), lines);
  }

  private static Chart rows(Samples samples) {
    double[] values = new double[samples.count() * samples.dimensions()];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.value(i / samples.dimensions(), i % samples.dimensions());
    }
    Series cells =
        new Series.HeatMap(
            "value", samples.count(), samples.dimensions(), values, ColorScale.SEQUENTIAL);
    return Chart.of("", Axis.whole("dimension"), Axis.indexes("example", samples.count()), cells);
  }

  /** The number of the samples, their shape, range and mean. */
  String text(int shown) {
    int[] shape = samples.shape();
    String size = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(" × "));
    String what =
        samples.isImages()
            ? NumberText.format(
                "%s of %s (channels × height × width)",
                NumberText.count(samples.count(), "image"), size)
            : NumberText.format(
                "%s of %s",
                NumberText.count(samples.count(), "vector"),
                NumberText.count(shape[0], "dimension"));
    String rest = shown < samples.count() ? NumberText.format("; the first %,d shown", shown) : "";
    return what + ", " + Summary.of(samples).text() + rest;
  }
}
