package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.dgm4j.base.Numbers;

/**
 * A chart with no more numbers than a picture can show, and what was left out.
 *
 * @param chart the chart with the numbers that are drawn
 * @param notes sentences that say what is not drawn as it is
 */
public record DownsampledChart(Chart chart, List<String> notes) {

  private static final int COLUMNS = 500;
  private static final int BARS = 380;
  private static final int POINTS = 1200;
  private static final int SMALL = 30;
  private static final int CELLS = 3000;
  private static final int PLACES = 10_000;

  /** Both faces draw the result, so that they agree. */
  public static DownsampledChart of(Chart chart) {
    List<String> notes = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    int share =
        Math.max(1, (int) chart.series().stream().filter(DownsampledChart::isLarge).count());
    Scaling x = chart.horizontal();
    long hidden = 0;
    for (Series s : chart.series()) {
      if (s instanceof Series.Line line) {
        hidden += hidden(chart, line.x(), line.y());
        series.add(line(line, x, Math.max(50, COLUMNS / share)));
      } else if (s instanceof Series.Points points) {
        hidden += hidden(chart, points.x(), points.y());
        series.add(points(points, Math.max(100, POINTS / share)));
      } else if (s instanceof Series.Bars bars) {
        hidden += Summary.of(bars.heights()).notFinite();
        series.add(bars(bars, x, Math.max(50, BARS / share)));
      } else if (s instanceof Series.Area area) {
        hidden += hidden(chart, area.x(), sums(area));
        series.add(area(area, x, Math.max(50, COLUMNS / share)));
      } else if (s instanceof Series.HeatMap map) {
        series.add(cells(map, notes));
      } else {
        series.add(s);
      }
    }
    notes.addAll(0, counts(chart.series(), series));
    if (hidden > 0) {
      boolean log = chart.x().scale() == Axis.Scale.LOG || chart.y().scale() == Axis.Scale.LOG;
      notes.add(
          String.format(
              Locale.ROOT,
              "Not drawn: %s that %s not finite%s",
              Numbers.count(hidden, "place"),
              hidden == 1 ? "is" : "are",
              log ? " or not above zero" : ""));
    }
    return new DownsampledChart(chart.with(series), notes);
  }

  private static boolean isLarge(Series series) {
    return series instanceof Series.Area
        || series instanceof Series.HeatMap
        || series instanceof Series.Bars
        || series instanceof Series.Line line && line.x().length > SMALL
        || series instanceof Series.Points points && points.x().length > SMALL;
  }

  private static long hidden(Chart chart, double[] x, double[] y) {
    return IntStream.range(0, x.length)
        .filter(i -> !Scaling.shows(chart.x(), x[i]) || !Scaling.shows(chart.y(), y[i]))
        .count();
  }

  private static Series.Line line(Series.Line line, Scaling scaling, int columns) {
    double[] x = line.x();
    double[] y = line.y();
    if (x.length <= 2 * columns) {
      return line;
    }
    int[] kept = extremes(scaling, x, y, columns);
    if (kept.length > 4 * columns) {
      kept = evenly(kept, 2 * columns);
    }
    return new Series.Line(line.name(), pick(x, kept), pick(y, kept), line.stroke(), line.marked());
  }

  /** The least and the greatest of each run of places in one column, and one place for a gap. */
  private static int[] extremes(Scaling scaling, double[] x, double[] y, int columns) {
    int[] kept = new int[x.length];
    int count = 0;
    int start = 0;
    while (start < x.length) {
      int column = column(scaling, x[start], y[start], columns);
      int least = start;
      int greatest = start;
      int end = start;
      while (end < x.length && column(scaling, x[end], y[end], columns) == column) {
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

  private static int column(Scaling scaling, double x, double y, int columns) {
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

  private static Series.Bars bars(Series.Bars bars, Scaling scaling, int most) {
    double[] left = bars.left();
    double[] heights = bars.heights();
    if (heights.length <= most) {
      return bars;
    }
    int[] kept = extremes(scaling, left, heights, most / 2);
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
  private static Series.Area area(Series.Area area, Scaling scaling, int columns) {
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
      int column = column(scaling, x[start], sums[start], columns);
      places[count] = x[start];
      low[count] = low[start];
      high[count] = high[start];
      int end = start;
      while (end < x.length && column(scaling, x[end], sums[end], columns) == column) {
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

  private static Series.HeatMap cells(Series.HeatMap map, List<String> notes) {
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
        String.format(
            Locale.ROOT,
            "%s%,d × %,d cells drawn as means of %d × %d",
            map.name().isBlank() ? "" : map.name() + ": ",
            map.rows(),
            map.columns(),
            down,
            across));
    double right = map.left() + (map.right() - map.left()) / map.columns() * columns * across;
    double last = map.first() + (map.last() - map.first()) / map.rows() * rows * down;
    return new Series.HeatMap(
        map.name(),
        rows,
        columns,
        sums,
        map.colors(),
        map.left(),
        right,
        map.first(),
        last,
        map.drawing(),
        map.low(),
        map.high());
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

  /**
   * One note for all series of a kind: one for each of many classes would take the chart's room.
   */
  private static List<String> counts(List<Series> all, List<Series> drawn) {
    List<String> notes = new ArrayList<>();
    for (Class<?> kind :
        List.of(Series.Line.class, Series.Points.class, Series.Bars.class, Series.Area.class)) {
      int[] some =
          IntStream.range(0, all.size()).filter(i -> kind.isInstance(all.get(i))).toArray();
      int[] downsampled =
          Arrays.stream(some).filter(i -> size(drawn.get(i)) < size(all.get(i))).toArray();
      if (downsampled.length == 1) {
        Series series = all.get(downsampled[0]);
        String name = series.name().isBlank() ? "" : series.name() + ": ";
        notes.add(name + count(downsampled, all, drawn));
      } else if (downsampled.length > 1) {
        int most = Arrays.stream(downsampled).map(i -> size(drawn.get(i))).max().orElseThrow();
        String each =
            kind == Series.Points.class
                ? String.format(Locale.ROOT, ", at most %,d of each class", most)
                : "";
        notes.add(count(some, all, drawn) + each);
      }
    }
    return notes;
  }

  private static String count(int[] indexes, List<Series> all, List<Series> drawn) {
    Series first = all.get(indexes[0]);
    return String.format(
        Locale.ROOT,
        "%,d of %,d %s drawn",
        Arrays.stream(indexes).mapToLong(i -> size(drawn.get(i))).sum(),
        Arrays.stream(indexes).mapToLong(i -> size(all.get(i))).sum(),
        first instanceof Series.Bars ? "bars" : first instanceof Series.Area ? "places" : "points");
  }

  private static int size(Series series) {
    return (int) (series instanceof Series.Bars ? series.vertical() : series.horizontal()).count();
  }
}
