package org.dgm4j.display.chart;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;

/** Leaves as much of each series as a picture can show; the large ones share its room. */
final class SeriesSampler implements SeriesVisitor<SeriesSampler.Part> {

  private static final int COLUMNS = 500; // about the plot of a chart of 640 units
  private static final int BARS = 380; // two for each 3 units of the plot
  private static final int POINTS = 1200; // over twice the columns, as dots lie anywhere
  private static final int SMALL = 30; // as few as a line has that is drawn with dots
  private static final int CELLS = 3000; // of 7 × 7 units each in a plot of the usual size
  private static final int PLACES = 10_000; // contours are smooth, and of few digits

  /** What notes count, in their order. */
  enum Unit {
    LINE("points", Series::horizontal),
    POINT("points", Series::horizontal),
    BAR("bars", Series::vertical),
    PLACE("places", Series::horizontal),
    NONE("", series -> DoubleStream.empty());

    private final String plural;
    private final Function<Series, DoubleStream> places;

    Unit(String plural, Function<Series, DoubleStream> places) {
      this.plural = plural;
      this.places = places;
    }

    String plural() {
      return plural;
    }
  }

  /**
   * A series and what is drawn of it.
   *
   * @param hidden how many of its places no picture can show
   */
  record Sample(Unit unit, long hidden, Series all, Series drawn) {

    long countAll() {
      return unit.places.apply(all).count();
    }

    long countDrawn() {
      return unit.places.apply(drawn).count();
    }
  }

  /**
   * A series before it is known with how many it shares the picture.
   *
   * @param large whether it counts among them
   * @param drawn what is drawn of it, by the number of large series
   */
  record Part(Unit unit, long hidden, Series all, boolean large, IntFunction<Series> drawn) {}

  private final Chart chart;
  private final Scaling scaling;
  private final List<String> notes;

  private SeriesSampler(Chart chart, List<String> notes) {
    this.chart = chart;
    this.notes = notes;
    scaling = chart.horizontal();
  }

  /**
   * What is drawn of each series of a chart.
   *
   * @param notes gets a sentence for each table of which means are drawn
   */
  static List<Sample> of(Chart chart, List<String> notes) {
    SeriesSampler sampler = new SeriesSampler(chart, notes);
    List<Part> parts = chart.series().stream().map(s -> s.accept(sampler)).toList();
    int share = Math.max(1, (int) parts.stream().filter(Part::large).count());
    return parts.stream()
        .map(part -> new Sample(part.unit, part.hidden, part.all, part.drawn.apply(share)))
        .toList();
  }

  @Override
  public Part line(Series.Line line) {
    long hidden = hidden(line.x(), line.y());
    boolean large = line.x().length > SMALL;
    return new Part(Unit.LINE, hidden, line, large, share -> line(line, columns(share)));
  }

  @Override
  public Part points(Series.Points points) {
    long hidden = hidden(points.x(), points.y());
    boolean large = points.x().length > SMALL;
    IntFunction<Series> drawn = share -> points(points, Math.max(100, POINTS / share));
    return new Part(Unit.POINT, hidden, points, large, drawn);
  }

  @Override
  public Part bars(Series.Bars bars) {
    long hidden = Summary.of(bars.heights()).notFinite();
    return new Part(Unit.BAR, hidden, bars, true, share -> bars(bars, Math.max(50, BARS / share)));
  }

  @Override
  public Part area(Series.Area area) {
    long hidden = hidden(area.x(), sums(area));
    return new Part(Unit.PLACE, hidden, area, true, share -> area(area, columns(share)));
  }

  private static int columns(int share) {
    return Math.max(50, COLUMNS / share);
  }

  @Override
  public Part heatMap(Series.HeatMap map) {
    return new Part(Unit.NONE, 0, map, true, share -> cells(map));
  }

  @Override
  public Part rule(Series.Rule rule) {
    return whole(rule);
  }

  @Override
  public Part marginal(Series.Marginal marginal) {
    return whole(marginal);
  }

  private static Part whole(Series series) {
    return new Part(Unit.NONE, 0, series, false, share -> series);
  }

  private long hidden(double[] x, double[] y) {
    return IntStream.range(0, x.length)
        .filter(i -> !Scaling.shows(chart.x(), x[i]) || !Scaling.shows(chart.y(), y[i]))
        .count();
  }

  private Series.Line line(Series.Line line, int columns) {
    double[] x = line.x();
    double[] y = line.y();
    if (x.length <= 2 * columns) {
      return line;
    }
    int[] kept = extremes(x, y, columns);
    if (kept.length > 4 * columns) {
      kept = evenly(kept, 2 * columns);
    }
    return new Series.Line(line.name(), pick(x, kept), pick(y, kept), line.stroke(), line.marked());
  }

  /** The least and the greatest of each run of places in one column, and one place for a gap. */
  private int[] extremes(double[] x, double[] y, int columns) {
    int[] kept = new int[x.length];
    int count = 0;
    int start = 0;
    while (start < x.length) {
      int column = column(x[start], y[start], columns);
      int least = start;
      int greatest = start;
      int end = start;
      while (end < x.length && column(x[end], y[end], columns) == column) {
        least = y[end] < y[least] ? end : least;
        greatest = y[end] > y[greatest] ? end : greatest;
        end++;
      }
      kept[count++] = Math.min(least, greatest);
      if (least != greatest) {
        kept[count++] = Math.max(least, greatest);
      }
      start = end;
    }
    return Arrays.copyOf(kept, count);
  }

  private int column(double x, double y, int columns) {
    double place = scaling.place(x);
    return Double.isNaN(place) || !Double.isFinite(y) ? -1 : (int) Math.floor(place * columns) + 1;
  }

  private static Series.Points points(Series.Points points, int most) {
    double[] x = points.x();
    double[] y = points.y();
    if (x.length <= most) {
      return points;
    }
    int[] all = IntStream.range(0, x.length).toArray();
    int[] kept =
        IntStream.concat(
                Arrays.stream(evenly(all, most - 4)),
                IntStream.of(extreme(x, 1), extreme(x, -1), extreme(y, 1), extreme(y, -1)))
            .distinct()
            .sorted()
            .toArray();
    double[] diameters = points.sized() ? pick(points.diameters(), kept) : points.diameters();
    return new Series.Points(points.name(), pick(x, kept), pick(y, kept), diameters);
  }

  private static int extreme(double[] values, int sign) {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      boolean better = !Double.isFinite(values[best]) || sign * values[i] > sign * values[best];
      best = Double.isFinite(values[i]) && better ? i : best;
    }
    return best;
  }

  private Series.Bars bars(Series.Bars bars, int most) {
    double[] left = bars.left();
    double[] heights = bars.heights();
    if (heights.length <= most) {
      return bars;
    }
    int[] kept = extremes(left, heights, most / 2);
    return new Series.Bars(
        bars.name(), pick(left, kept), pick(bars.right(), kept), pick(heights, kept));
  }

  /** Not finite where a place has no area. */
  private static double[] sums(Series.Area area) {
    double[] low = area.low();
    double[] high = area.high();
    return IntStream.range(0, low.length).mapToDouble(i -> low[i] + high[i]).toArray();
  }

  /** The whole of the area of each run of places in one column. */
  private Series.Area area(Series.Area area, int columns) {
    double[] x = area.x();
    if (x.length <= 2 * columns) {
      return area;
    }
    double[] sums = sums(area);
    double[] low = area.low();
    double[] high = area.high();
    double[] places = new double[x.length];
    int count = 0;
    int start = 0;
    while (start < x.length) {
      int column = column(x[start], sums[start], columns);
      places[count] = x[start];
      low[count] = low[start];
      high[count] = high[start];
      int end = start;
      while (end < x.length && column(x[end], sums[end], columns) == column) {
        low[count] = Math.min(low[count], low[end]);
        high[count] = Math.max(high[count], high[end]);
        end++;
      }
      count++;
      start = end;
    }
    return new Series.Area(
        area.name(),
        Arrays.copyOf(places, count),
        Arrays.copyOf(low, count),
        Arrays.copyOf(high, count));
  }

  private Series.HeatMap cells(Series.HeatMap map) {
    int most = map.drawing() == Series.HeatMap.Drawing.CONTOURS ? PLACES : CELLS;
    int down = 1;
    int across = 1;
    while (parts(map.rows(), down) * parts(map.columns(), across) > most) {
      if (parts(map.rows(), down) >= parts(map.columns(), across)) {
        down++;
      } else {
        across++;
      }
    }
    if (down == 1 && across == 1) {
      return map;
    }
    int rows = (int) parts(map.rows(), down);
    int columns = (int) parts(map.columns(), across);
    double[] sums = new double[rows * columns];
    int[] counts = new int[rows * columns];
    double[] values = map.values();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        int cell = i / map.columns() / down * columns + i % map.columns() / across;
        sums[cell] += values[i];
        counts[cell]++;
      }
    }
    Arrays.setAll(sums, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
    notes.add(
        NumberText.format(
            "%s%,d × %,d cells drawn as means of %d × %d",
            map.name().isBlank() ? "" : map.name() + ": ",
            map.rows(),
            map.columns(),
            down,
            across));
    double right = map.left() + (map.right() - map.left()) / map.columns() * columns * across;
    double last = map.first() + (map.last() - map.first()) / map.rows() * rows * down;
    return new Series.HeatMap(map.name(), rows, columns, sums, map.colors())
        .within(map.left(), right, map.first(), last)
        .drawn(map.drawing())
        .ranged(map.low(), map.high());
  }

  private static long parts(int count, int size) {
    return (count + size - 1) / size;
  }

  private static int[] evenly(int[] indexes, int count) {
    return IntStream.range(0, count)
        .map(i -> indexes[(int) ((long) i * indexes.length / count)])
        .toArray();
  }

  private static double[] pick(double[] values, int[] kept) {
    return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
  }
}
