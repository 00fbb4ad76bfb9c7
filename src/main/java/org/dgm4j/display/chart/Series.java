package org.dgm4j.display.chart;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;

/**
 * What a chart draws. Series of the same name belong together: they have one colour and one entry
 * in the legend. A series without a name has no entry.
 *
 * <p>A series is immutable. All are made with an {@link IllegalArgumentException} if their arrays
 * differ in length, or a table has not rows times columns values.
 */
public sealed interface Series {

  /** The name in the legend, or the empty string. */
  String name();

  /** The values that the horizontal axis must show. */
  default DoubleStream horizontal() {
    return accept(SeriesRange.HORIZONTAL);
  }

  /** The values that the vertical axis must show. */
  default DoubleStream vertical() {
    return accept(SeriesRange.VERTICAL);
  }

  /** The answer to this kind of series. */
  <T> T accept(SeriesVisitor<T> visitor);

  /** Whether it stands on zero of the vertical axis, which must then be seen. */
  default boolean standsOnZero() {
    return this instanceof Bars;
  }

  /**
   * These cells, if it is a table of them: they reach the edges of the chart, and have a colour bar
   * in place of an entry in the legend.
   */
  default Optional<HeatMap> cells() {
    return this instanceof HeatMap map ? Optional.of(map) : Optional.empty();
  }

  /** The side at which it stands beside the chart; empty if it stands inside. */
  default Optional<Marginal.Side> beside() {
    return this instanceof Marginal marginal ? Optional.of(marginal.side()) : Optional.empty();
  }

  /** How a line is drawn. */
  enum Stroke {
    SOLID,
    DASHED,
    DOTTED
  }

  /**
   * Places joined in their order; a place that is not finite leaves a gap.
   *
   * @param x horizontal places
   * @param y vertical places, as many
   * @param marked whether each place has a dot, where they are few
   */
  record Line(String name, double[] x, double[] y, Stroke stroke, boolean marked)
      implements Series {

    /** More dots than this would touch each other in a chart of the usual width. */
    private static final int MARKED = 30;

    public Line {
      x = x.clone();
      y = copy(name, x.length, y);
    }

    /** A solid line, with dots at its places where they are few. */
    public Line(String name, double[] x, double[] y) {
      this(name, x, y, Stroke.SOLID);
    }

    /** A line with dots at its places where they are few. */
    public Line(String name, double[] x, double[] y, Stroke stroke) {
      this(name, x, y, stroke, true);
    }

    /** This line without dots: its places mean nothing by themselves. */
    public Line unmarked() {
      return new Line(name, x, y, stroke, false);
    }

    /** Whether its places have dots. */
    public boolean dotted() {
      return marked && x.length <= MARKED;
    }

    @Override
    public double[] x() {
      return x.clone();
    }

    @Override
    public double[] y() {
      return y.clone();
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.line(this);
    }
  }

  /**
   * The translucent area between two curves.
   *
   * @param x horizontal places
   * @param low the lower curve, as many
   * @param high the upper curve, as many
   */
  record Area(String name, double[] x, double[] low, double[] high) implements Series {

    public Area {
      x = x.clone();
      low = copy(name, x.length, low);
      high = copy(name, x.length, high);
    }

    @Override
    public double[] x() {
      return x.clone();
    }

    @Override
    public double[] low() {
      return low.clone();
    }

    @Override
    public double[] high() {
      return high.clone();
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.area(this);
    }
  }

  /**
   * Bars from zero.
   *
   * @param left the left edges
   * @param right the right edges, as many
   * @param heights the heights, as many
   */
  record Bars(String name, double[] left, double[] right, double[] heights) implements Series {

    /** So that a fifth of the way to the next whole number stays free. */
    private static final double HALF = 0.4;

    public Bars {
      left = left.clone();
      right = copy(name, left.length, right);
      heights = copy(name, left.length, heights);
    }

    /**
     * The bars of a histogram.
     *
     * @param edges the edges of the bins in rising order, one more than heights
     * @throws IllegalArgumentException if the lengths do not fit
     */
    public static Bars between(String name, double[] edges, double[] heights) {
      int count = edges.length - 1;
      return new Bars(
          name, Arrays.copyOf(edges, count), Arrays.copyOfRange(edges, 1, edges.length), heights);
    }

    /** Bars of width 0.8 at 0, 1, 2, …, which suits categories. */
    public static Bars at(String name, double... heights) {
      double[] places = IntStream.range(0, heights.length).asDoubleStream().toArray();
      return around(name, places, HALF, heights);
    }

    /** Bars of width 0.8 around these whole numbers. */
    public static Bars around(String name, double[] places, double[] heights) {
      return around(name, places, HALF, heights);
    }

    /** Bars that reach as far as {@code half} to the left and to the right of their places. */
    public static Bars around(String name, double[] places, double half, double[] heights) {
      double[] left = Arrays.stream(places).map(x -> x - half).toArray();
      double[] right = Arrays.stream(places).map(x -> x + half).toArray();
      return new Bars(name, left, right, heights);
    }

    @Override
    public double[] left() {
      return left.clone();
    }

    @Override
    public double[] right() {
      return right.clone();
    }

    @Override
    public double[] heights() {
      return heights.clone();
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.bars(this);
    }
  }

  /**
   * Dots.
   *
   * @param x horizontal places
   * @param y vertical places, as many
   * @param diameters as many, in units of 1/96 inch; none if all dots are alike
   */
  record Points(String name, double[] x, double[] y, double[] diameters) implements Series {

    /** From so many on, dots of the ordinary size would cover each other. */
    private static final int MANY = 200;

    public Points {
      x = x.clone();
      y = copy(name, x.length, y);
      diameters = copy(name, diameters.length == 0 ? 0 : x.length, diameters);
    }

    /** Dots that are alike. */
    public Points(String name, double[] x, double[] y) {
      this(name, x, y, new double[0]);
    }

    /** Whether there are so many dots that they are drawn small. */
    public boolean many() {
      return x.length > MANY;
    }

    /** Whether each dot has its own diameter. */
    public boolean sized() {
      return diameters.length > 0;
    }

    @Override
    public double[] diameters() {
      return diameters.clone();
    }

    @Override
    public double[] x() {
      return x.clone();
    }

    @Override
    public double[] y() {
      return y.clone();
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.points(this);
    }
  }

  /** A dashed straight line across the chart at one value of the horizontal or vertical axis. */
  record Rule(String name, Direction direction, double at) implements Series {

    /** Which way a rule runs. */
    public enum Direction {
      HORIZONTAL,
      VERTICAL
    }

    /** A vertical rule at a horizontal place. */
    public static Rule vertical(String name, double x) {
      return new Rule(name, Direction.VERTICAL, x);
    }

    /** A horizontal rule at a vertical place. */
    public static Rule horizontal(String name, double y) {
      return new Rule(name, Direction.HORIZONTAL, y);
    }

    /** Whether it runs from the bottom to the top. */
    public boolean isVertical() {
      return direction == Direction.VERTICAL;
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.rule(this);
    }
  }

  /**
   * A table of numbers as coloured cells of equal size; its name stands at the colour bar, which
   * one without a name has not.
   *
   * @param rows the number of rows; the first is at the value 0 of the vertical axis
   * @param columns the number of columns
   * @param values the values in rows, shape (rows, columns)
   * @param colors the colours of the values
   * @param left the value of the horizontal axis at the left edge of the first column
   * @param right the value of the horizontal axis at the right edge of the last column
   * @param first the value of the vertical axis at the outer edge of the first row
   * @param last the value of the vertical axis at the outer edge of the last row
   * @param drawing how values become a picture
   * @param low the value of the lowest colour; NaN to fit the values
   * @param high the value of the highest colour; NaN to fit the values
   */
  record HeatMap(
      String name,
      int rows,
      int columns,
      double[] values,
      ColorScale colors,
      double left,
      double right,
      double first,
      double last,
      Drawing drawing,
      double low,
      double high)
      implements Series {

    /** How values become a picture. */
    public enum Drawing {
      /** A coloured cell for each value. */
      CELLS,
      /** A coloured cell for each value with the value in it, where that fits. */
      NUMBERS,
      /** Filled contours of ten steps through the centres of the cells. */
      CONTOURS
    }

    public HeatMap {
      values = copy(name, Math.multiplyExact(rows, columns), values);
    }

    /** Cells centred on 0, 1, 2, … of both axes, whose colours fit their values. */
    public HeatMap(String name, int rows, int columns, double[] values, ColorScale colors) {
      this(
          name,
          rows,
          columns,
          values,
          colors,
          -0.5,
          columns - 0.5,
          -0.5,
          rows - 0.5,
          Drawing.CELLS,
          Double.NaN,
          Double.NaN);
    }

    /** The same cells between these values of the axes, in the order of the components. */
    public HeatMap within(double left, double right, double first, double last) {
      return new HeatMap(
          name, rows, columns, values, colors, left, right, first, last, drawing, low, high);
    }

    /** The same values drawn in another way. */
    public HeatMap drawn(Drawing other) {
      return new HeatMap(
          name, rows, columns, values, colors, left, right, first, last, other, low, high);
    }

    /** The same map with these values for the lowest and the highest colour. */
    public HeatMap ranged(double low, double high) {
      return new HeatMap(
          name, rows, columns, values, colors, left, right, first, last, drawing, low, high);
    }

    /** The values of the lowest and the highest colour. */
    public double[] range() {
      return low < high ? new double[] {low, high} : colors.range(Summary.of(values));
    }

    @Override
    public double[] values() {
      return values.clone();
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.heatMap(this);
    }
  }

  /**
   * A density along one axis, in a strip beside the chart.
   *
   * @param side above the chart, along the horizontal axis, or to its right, along the vertical
   * @param places rising values of that axis
   * @param densities the densities there, as many
   */
  record Marginal(String name, Side side, double[] places, double[] densities) implements Series {

    /** Where a strip stands. */
    public enum Side {
      ABOVE,
      RIGHT
    }

    public Marginal {
      places = places.clone();
      densities = copy(name, places.length, densities);
    }

    @Override
    public double[] places() {
      return places.clone();
    }

    @Override
    public double[] densities() {
      return densities.clone();
    }

    /** Whether it stands above the chart, not to its right. */
    public boolean isAbove() {
      return side == Side.ABOVE;
    }

    @Override
    public <T> T accept(SeriesVisitor<T> visitor) {
      return visitor.marginal(this);
    }
  }

  /** A copy of numbers that must be so many. */
  private static double[] copy(String name, int count, double[] numbers) {
    if (numbers.length != count) {
      throw new IllegalArgumentException(
          NumberText.format(
              "The series \"%s\" needs equally many numbers on both sides, but has %d and %d",
              name, count, numbers.length));
    }
    return numbers.clone();
  }
}
