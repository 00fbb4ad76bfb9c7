package org.dgm4j.display.html;

import java.util.Arrays;
import java.util.function.DoubleToIntFunction;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.chart.Series;

/** Heat maps as pictures: cells in their colours, or the steps of filled contours. */
public final class Raster {

  /** The number of steps of filled contours. */
  public static final int STEPS = 10;

  private static final int SIZE = 600; // about the plot of a chart of the usual width, 640
  private static final int SMOOTH = 450; // less, as each pixel is interpolated
  private static final int LEVELS = 254; // 255 colours and one for no value fill a palette of 256

  /** Two units on each side keep a number off the edges of its cell. */
  private static final double PADDING = 4;

  private Raster() {}

  /**
   * The colours of the values of a heat map.
   *
   * @return for a value its opacity, red, green and blue; nothing at all for what is not finite
   */
  public static DoubleToIntFunction colors(Series.HeatMap map) {
    double[] range = map.range();
    boolean steps = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    int last = steps ? STEPS - 1 : LEVELS;
    int[] argb =
        IntStream.rangeClosed(0, last).map(i -> map.colors().argb((double) i / last)).toArray();
    return value -> {
      if (!Double.isFinite(value)) {
        return 0;
      }
      double t = range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 0.5;
      double place = steps ? Math.floor(t * STEPS) : Math.rint(t * LEVELS);
      return argb[(int) Math.max(0, Math.min(last, place))];
    };
  }

  /**
   * The picture of a heat map, its first row at the top or at the bottom, as a PNG file.
   *
   * @param down whether rows run down
   */
  public static byte[] png(Series.HeatMap map, boolean down) {
    boolean smooth = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    int size = smooth ? SMOOTH : SIZE;
    int side = Math.max(1, size / Math.max(map.rows(), map.columns()));
    int width = map.columns() * side;
    int height = map.rows() * side;
    double[] values = map.values();
    DoubleToIntFunction colors = colors(map);
    int[] pixels = new int[width * height];
    if (smooth) {
      IntStream.range(0, height)
          .parallel()
          .forEach(
              row -> {
                int line = (down ? row : height - 1 - row) * width;
                double y = (row + 0.5) / side - 0.5;
                for (int x = 0; x < width; x++) {
                  double value = between(map, values, y, (x + 0.5) / side - 0.5);
                  pixels[line + x] = colors.applyAsInt(value);
                }
              });
    } else {
      for (int row = 0; row < map.rows(); row++) {
        int line = (down ? row : map.rows() - 1 - row) * side * width;
        for (int column = 0; column < map.columns(); column++) {
          int left = line + column * side;
          int color = colors.applyAsInt(values[row * map.columns() + column]);
          Arrays.fill(pixels, left, left + side, color);
        }
        for (int copy = 1; copy < side; copy++) {
          System.arraycopy(pixels, line, pixels, line + copy * width, width);
        }
      }
    }
    return Png.encode(width, height, pixels, 1);
  }

  /** Whether every value, as text, fits into a cell of this size. */
  public static boolean numbersFit(Series.HeatMap map, double width, double height) {
    double widest =
        Arrays.stream(map.values())
            .map(v -> TextSize.width(NumberText.text(v), TextSize.USUAL))
            .max()
            .orElse(0);
    return widest + PADDING <= width && TextSize.USUAL + PADDING <= height;
  }

  /** Bilinear interpolation between the centres of cells. */
  private static double between(Series.HeatMap map, double[] values, double row, double column) {
    double y = Math.max(0, Math.min(map.rows() - 1, row));
    double x = Math.max(0, Math.min(map.columns() - 1, column));
    int top = Math.min((int) y, Math.max(0, map.rows() - 2));
    int left = Math.min((int) x, Math.max(0, map.columns() - 2));
    int bottom = Math.min(top + 1, map.rows() - 1);
    int right = Math.min(left + 1, map.columns() - 1);
    double v = y - top;
    double u = x - left;
    return (1 - v)
            * ((1 - u) * values[top * map.columns() + left]
                + u * values[top * map.columns() + right])
        + v
            * ((1 - u) * values[bottom * map.columns() + left]
                + u * values[bottom * map.columns() + right]);
  }
}
