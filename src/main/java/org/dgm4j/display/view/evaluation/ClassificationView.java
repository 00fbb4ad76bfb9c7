package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.TextTable;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.evaluation.Classification;

/**
 * A classification: its confusion matrix beside its reliability diagram, and the images that it
 * doubts most.
 *
 * @param classification what to show
 */
public record ClassificationView(Classification classification) implements View {

  private static final int LABELS = 70; // an axis with its label and name
  private static final int CELL = 38; // a count of four digits fits
  private static final int LEAST = 240; // so that the axes' labels fit beside few cells
  private static final int MOST = 770; // the width of a page of a notebook
  private static final int BESIDE = 320; // with ten classes, both charts fit on a page
  private static final double EDGE = 0.02; // a line along the edge is not cut

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<View> views = new ArrayList<>();
    views.add(
        new Captioned(
            classification.toString(),
            new ChartRow(List.of(confusion(), reliability()), "", numbers())));
    if (DoubtfulImages.canShow(classification)) {
      views.add(new DoubtfulImages(classification));
    }
    return new Stacked(views).bundle(style);
  }

  /** The confusion matrix as a chart. */
  public Chart confusion() {
    int k = classification.classes();
    double[] counts =
        Arrays.stream(classification.confusion())
            .flatMapToInt(Arrays::stream)
            .asDoubleStream()
            .toArray();
    int side = LABELS + Math.max(LEAST - LABELS, Math.min(MOST - LABELS, CELL * k));
    return Chart.of(
            NumberText.format(
                "%.2f %% ± %.2f %% right",
                100 * classification.accuracy(), 100 * classification.standardError()),
            Axis.indexes(classification.isBound() ? "answer, from lower bounds" : "answer", k),
            Axis.indexes("label", k),
            new Series.HeatMap("", k, k, counts, ColorScale.SEQUENTIAL)
                .drawn(Series.HeatMap.Drawing.NUMBERS))
        .size(side, side);
  }

  /** The share of right answers against the confidence, and the line where both are equal. */
  public Chart reliability() {
    List<Classification.Bin> bins =
        classification.calibration().stream().filter(bin -> bin.count() > 0).toList();
    double[] corners = {0, 1};
    return Chart.of(
            "expected calibration error " + NumberText.fixed(classification.calibrationError(), 3),
            Axis.linear("confidence, greatest p(y | x)").range(-EDGE, 1 + EDGE),
            Axis.linear("share of right answers").range(-EDGE, 1 + EDGE),
            new Series.Bars(
                "right",
                numbers(bins, Classification.Bin::from),
                numbers(bins, Classification.Bin::to),
                numbers(bins, Classification.Bin::accuracy)),
            new Series.Line("calibrated", corners, corners, Series.Stroke.DASHED).unmarked())
        .size(BESIDE, BESIDE);
  }

  private static double[] numbers(
      List<Classification.Bin> bins, ToDoubleFunction<Classification.Bin> number) {
    return bins.stream().mapToDouble(number).toArray();
  }

  private String numbers() {
    int k = classification.classes();
    int[][] counts = classification.confusion();
    List<List<String>> matrix = new ArrayList<>();
    matrix.add(row("label \\ answer", IntStream.range(0, k).toArray()));
    IntStream.range(0, k).forEach(label -> matrix.add(row("" + label, counts[label])));
    List<List<String>> bins = new ArrayList<>();
    bins.add(List.of("confidence", "examples", "mean confidence", "right"));
    for (Classification.Bin bin : classification.calibration()) {
      if (bin.count() > 0) {
        bins.add(
            List.of(
                NumberText.fixed(bin.from(), 1) + " to " + NumberText.fixed(bin.to(), 1),
                NumberText.count(bin.count()),
                NumberText.fixed(bin.confidence(), 3),
                NumberText.fixed(bin.accuracy(), 3)));
      }
    }
    return TextTable.of(matrix, Collections.nCopies(k + 1, true))
        + "\n\n"
        + TextTable.of(bins, Collections.nCopies(4, true));
  }

  private static List<String> row(String head, int[] numbers) {
    return Stream.concat(Stream.of(head), Arrays.stream(numbers).mapToObj(NumberText::count))
        .toList();
  }
}
