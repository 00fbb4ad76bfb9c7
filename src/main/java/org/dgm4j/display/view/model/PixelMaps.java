package org.dgm4j.display.view.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;

/** Numbers of the pixels of an image as heat maps, one for each channel, in the same colours. */
final class PixelMaps {

  private static final int PANEL = 300; // two beside one another fit into the usual 640
  private static final int ALONE = 440; // with colour bar and axis, about a square map
  private static final int WIDE = 640; // the usual width of a chart
  private static final int BESIDE = 135; // axis and colour bar take about this
  private static final int BELOW = 60; // the horizontal axis takes about this
  private static final int LINE = 25; // a line of a title or of a legend

  private PixelMaps() {}

  /**
   * A chart for each channel.
   *
   * @param what what the numbers are, with their unit
   * @param values shape (channels, height, width); NaN leaves the ground of the page
   * @param low the value of the lowest colour
   * @param high the value of the highest colour
   * @param more what to draw over each map
   */
  static List<Chart> of(
      String what, int[] shape, double[] values, double low, double high, Series... more) {
    int pixels = shape[1] * shape[2];
    int alone = 2 * shape[2] > 3 * shape[1] ? WIDE : ALONE;
    int width = shape[0] == 1 ? alone : PANEL;
    int lines = (shape[0] == 1 ? 0 : 1) + (more.length == 0 ? 0 : 1);
    int height = BELOW + LINE * lines + Math.max(60, (width - BESIDE) * shape[1] / shape[2]);
    List<Chart> charts = new ArrayList<>();
    for (int channel = 0; channel < shape[0]; channel++) {
      double[] ofChannel = Arrays.copyOfRange(values, channel * pixels, (channel + 1) * pixels);
      Chart chart =
          Chart.of(
              name(shape[0], channel),
              Axis.whole("column"),
              Axis.indexes("row", shape[1]),
              new Series.HeatMap(what, shape[1], shape[2], ofChannel, ColorScale.SEQUENTIAL)
                  .ranged(low, high));
      charts.add(chart.with(more).size(width, Math.min(2 * width, height)));
    }
    return charts;
  }

  /** The name of a channel; none where there is only one. */
  static String name(int channels, int channel) {
    return channels == 3 ? List.of("red", "green", "blue").get(channel) : "";
  }
}
