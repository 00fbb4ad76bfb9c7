package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.experiments.LearningCurves.Curve;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;

/**
 * Learning curves over one another, in a chart for each data set. Those of training, where there is
 * no validation, are dashed. Where there are many, or their names are long, the legend has their
 * numbers only, and a table below says what they are.
 */
public final class LearningCurvesView {

  /** As many as stand in two rows of a legend. */
  private static final int FEW = 6;

  /** Half the width of a chart: two of them fit beside one another in a legend. */
  private static final double SHORT = 290;

  /** The size of a chart beside others. */
  private static final int WIDTH = 440;

  private static final int HEIGHT = 340;

  private LearningCurvesView() {}

  /** The chart, if there is but one, or charts with a table. */
  public static View of(LearningCurves curves) {
    Map<String, List<Curve>> groups =
        curves.curves().stream()
            .collect(Collectors.groupingBy(Curve::data, LinkedHashMap::new, Collectors.toList()));
    boolean isNumbered =
        curves.curves().size() > FEW
            || curves.curves().stream()
                .anyMatch(curve -> TextSize.width(named(curve), TextSize.USUAL) > SHORT);
    Function<Curve, String> name = isNumbered ? Curve::number : LearningCurvesView::named;
    List<Chart> charts = new ArrayList<>();
    groups.forEach((data, group) -> charts.add(chart(groups.size() > 1 ? data : "", group, name)));
    View view =
        charts.size() == 1
            ? ChartView.of(charts.get(0))
            : ChartRow.of(charts.stream().map(chart -> chart.size(WIDTH, HEIGHT)).toList());
    if (isNumbered) {
      view = Stacked.of(view, table(curves, groups.size() > 1));
    }
    List<String> sentences = new ArrayList<>();
    if (groups.size() > 1) {
      sentences.add(
          "Only curves on the same data can be compared: each data set has its own chart.");
    }
    if (!curves.omitted().isEmpty()) {
      sentences.add(
          "Without a likelihood, and so without a curve: "
              + String.join(", ", curves.omitted())
              + ".");
    }
    return sentences.isEmpty() ? view : new Captioned(String.join(" ", sentences), view);
  }

  private static Chart chart(String data, List<Curve> group, Function<Curve, String> name) {
    boolean validated = group.stream().allMatch(Curve::validated);
    return Chart.of(
        data,
        Axis.whole("epoch"),
        Axis.linear(validated ? "validation (nats per example)" : "nats per example"),
        group.stream().map(curve -> line(name.apply(curve), curve)).toArray(Series[]::new));
  }

  private static Series line(String name, Curve curve) {
    return new Series.Line(
        name,
        curve.points().stream().mapToDouble(CurvePoint::epoch).toArray(),
        curve.points().stream().mapToDouble(CurvePoint::nats).toArray(),
        curve.validated() ? Series.Stroke.SOLID : Series.Stroke.DASHED);
  }

  private static String named(Curve curve) {
    return curve.name()
        + (curve.objective() == Objective.LOWER_BOUND ? " (bound)" : "")
        + (curve.validated() ? "" : " (training)");
  }

  private static View table(LearningCurves curves, boolean withData) {
    List<String> headings = new ArrayList<>(List.of("#", "what differs", "least nats", "of"));
    if (withData) {
      headings.add(1, "data");
    }
    List<List<String>> rows =
        curves.curves().stream()
            .map(
                curve -> {
                  List<String> row =
                      new ArrayList<>(
                          List.of(
                              curve.number(),
                              curve.differing(),
                              least(curve),
                              curve.validated() ? "validation" : "training"));
                  if (withData) {
                    row.add(1, curve.data());
                  }
                  return row;
                })
            .map(List::copyOf)
            .toList();
    return new TableView(headings, rows, "");
  }

  private static String least(Curve curve) {
    return curve.points().stream().mapToDouble(CurvePoint::nats).min().stream()
        .mapToObj(nats -> curve.objective().nats(NumberText.fixed(nats, 2)))
        .findFirst()
        .orElse("");
  }
}
