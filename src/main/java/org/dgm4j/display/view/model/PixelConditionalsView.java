package org.dgm4j.display.view.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.model.pixelrnn.PixelConditionals;
import org.dgm4j.probability.Categorical;

/**
 * The distributions of the channels of a pixel over their levels, side by side, each with the level
 * that the image has.
 *
 * @param conditionals the distributions
 */
public record PixelConditionalsView(PixelConditionals conditionals) implements View {

  private static final int WIDTH = 300; // two beside one another fit into the usual 640
  private static final int ALONE = 480; // three quarters of the usual 640
  private static final int HEIGHT = 260; // with a title, a plot about twice as wide as high
  private static final double FEW = 32; // bars of more, gaps included, are below 8 units

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<Chart> charts = new ArrayList<>();
    int channels = conditionals.channels().size();
    for (int channel = 0; channel < channels; channel++) {
      charts.add(chart(channel).size(channels == 1 ? ALONE : WIDTH, HEIGHT));
    }
    return ChartRow.of(charts, conditionals.toString()).bundle(style);
  }

  private Chart chart(int channel) {
    Categorical distribution = conditionals.channels().get(channel);
    int levels = distribution.size();
    double half = levels > FEW ? 0.5 : 0.4;
    double[] places = IntStream.range(0, levels).asDoubleStream().toArray();
    double[] heights = IntStream.range(0, levels).mapToDouble(distribution::probability).toArray();
    return Chart.of(
        conditionals.name(channel),
        Axis.whole("level"),
        Axis.linear("probability"),
        Series.Bars.around("", places, half, heights),
        Series.Rule.vertical("level in the image", conditionals.levels().get(channel)));
  }
}
