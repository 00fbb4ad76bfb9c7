package org.dgm4j.display.tablesaw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.HistogramView;

/**
 * The traces of a figure of tablesaw-jsplot as charts of ours, one for each pair of axes: what its
 * picture shows where no script runs.
 */
final class FigureCharts {

  private static final int BINS = 30; // 900 cells, each 17 units wide
  private static final Set<String> MAPS = Set.of("heatmap", "contour", "histogram2d");
  private static final Set<String> BOXES = Set.of("box", "violin");
  private static final Set<String> PLACED = Set.of("scatter", "bar", "box", "violin");

  private final FigureSource figure;
  private final List<Chart> charts = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> undrawn = new LinkedHashSet<>();

  private FigureCharts(FigureSource figure) {
    this.figure = figure;
  }

  /** The charts of a figure. */
  static FigureCharts of(FigureSource figure) {
    FigureCharts charts = new FigureCharts(figure);
    Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    for (Map<String, Object> trace : figure.traces()) {
      String visible = String.valueOf(trace.getOrDefault("visible", "true"));
      if (visible.equals("true") || visible.equals("True")) {
        String axes = axis(trace, "xaxis") + " " + axis(trace, "yaxis");
        String kind = FigureSource.type(trace);
        boolean alone = kind.equals("pie") || MAPS.contains(kind);
        groups
            .computeIfAbsent(alone ? axes + " " + groups.size() : axes, k -> new ArrayList<>())
            .add(trace);
      }
    }
    groups.values().forEach(charts::draw);
    return charts;
  }

  /** The charts, the first with the heading of the figure. */
  List<Chart> charts() {
    return charts;
  }

  /** Sentences on what is drawn in another way than in the figure. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The types of the traces that have no chart. */
  List<String> undrawn() {
    return List.copyOf(undrawn);
  }

  /** The axis of a trace as the layout names it: "y2" is "yaxis2". */
  private static String axis(Map<String, Object> trace, String name) {
    String id = String.valueOf(trace.getOrDefault(name, ""));
    return name + (id.length() > 1 ? id.substring(1) : "");
  }

  private void draw(List<Map<String, Object>> traces) {
    Set<String> types = new LinkedHashSet<>();
    traces.forEach(trace -> types.add(FigureSource.type(trace)));
    String first = types.iterator().next();
    if (types.size() == 1 && first.equals("pie")) {
      pie(traces.get(0));
    } else if (types.size() == 1 && MAPS.contains(first)) {
      map(traces.get(0), first);
    } else if (types.size() == 1 && first.equals("histogram")) {
      histograms(traces);
    } else {
      List<Map<String, Object>> placed =
          traces.stream().filter(t -> PLACED.contains(FigureSource.type(t))).toList();
      types.stream().filter(type -> !PLACED.contains(type)).forEach(undrawn::add);
      if (!placed.isEmpty()) {
        placed(placed);
      }
    }
  }

  private void add(Axis x, Axis y, List<Series> series) {
    String title = charts.isEmpty() ? figure.title() : "";
    charts.add(
        new Chart(title, x, y, series, size("width", Chart.WIDTH), size("height", Chart.HEIGHT)));
  }

  private int size(String name, int usual) {
    Object size = figure.layout().get(name);
    return size instanceof Number number
        ? Math.max(usual / 2, Math.min(5 * usual / 4, number.intValue()))
        : usual;
  }

  /** Where values stand on the axis, x or y, of a trace. */
  private FigureAxisValues axis(Map<String, Object> trace, String axis, List<?> values) {
    return FigureAxisValues.of(label(trace, axis), type(trace, axis), values);
  }

  private String label(Map<String, Object> trace, String axis) {
    String title = figure.title(axis(trace, axis + "axis"));
    return title.isBlank() ? axis : title;
  }

  private Object type(Map<String, Object> trace, String axis) {
    return FigureSource.map(figure.layout().get(axis(trace, axis + "axis"))).get("type");
  }

  private static List<Object> list(Map<String, Object> trace, String key) {
    return trace.get(key) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  private static String name(Map<String, Object> trace) {
    return FigureSource.plain(String.valueOf(trace.getOrDefault("name", "")));
  }

  private static double[] numbers(List<Object> values) {
    return values.stream().mapToDouble(FigureAxisValues::number).toArray();
  }

  private void pie(Map<String, Object> trace) {
    notes.add("The shares of the pie are drawn as bars.");
    double[] values = numbers(list(trace, "values"));
    double sum = DoubleStream.of(values).filter(v -> v > 0).sum();
    List<String> labels =
        list(trace, "labels").stream().map(l -> FigureSource.plain(String.valueOf(l))).toList();
    add(
        Axis.categories("", labels),
        Axis.linear("share"),
        List.of(Series.Bars.at("", DoubleStream.of(values).map(v -> v / sum).toArray())));
  }

  private void histograms(List<Map<String, Object>> traces) {
    if (traces.stream().anyMatch(FigureCharts::sums)) {
      undrawn.add("histogram of sums");
      return;
    }
    String axis = traces.get(0).get("x") == null ? "y" : "x";
    List<Object> all = traces.stream().flatMap(t -> list(t, axis).stream()).toList();
    Map<String, Object> first = traces.get(0);
    FigureAxisValues places = axis(first, axis, all);
    if (places.axis().scale() == Axis.Scale.CATEGORY) {
      List<Series> series = new ArrayList<>();
      for (Map<String, Object> trace : traces) {
        double[] counts = new double[places.axis().categories().size()];
        for (double place : places.of(list(trace, axis))) {
          if (place >= 0) {
            counts[(int) place]++;
          }
        }
        series.add(Series.Bars.at(name(trace), counts));
      }
      add(places.axis(), Axis.linear("count"), series);
      return;
    }
    HistogramView histogram = HistogramView.of("", places.axis().label());
    for (Map<String, Object> trace : traces) {
      histogram = histogram.with(name(trace), places.of(list(trace, axis)));
    }
    Chart chart = histogram.chart();
    add(chart.x(), chart.y(), chart.series());
  }

  /** Whether the bars of a histogram are something else than counts. */
  private static boolean sums(Map<String, Object> trace) {
    return trace.get("x") != null
        && trace.get("y") != null
        && !"count".equals(trace.getOrDefault("histfunc", "count"));
  }

  private void map(Map<String, Object> trace, String type) {
    if (type.equals("histogram2d")) {
      counts(trace);
      return;
    }
    List<List<?>> rows = list(trace, "z").stream().<List<?>>map(FigureCharts::row).toList();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    double[] values = new double[rows.size() * columns];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < rows.size(); i++) {
      List<?> row = rows.get(i);
      for (int j = 0; j < row.size(); j++) {
        values[i * columns + j] = FigureAxisValues.number(row.get(j));
      }
    }
    FigureAxisValues x = edges(trace, "x", columns);
    FigureAxisValues y = edges(trace, "y", rows.size());
    boolean words = y.axis().scale() == Axis.Scale.CATEGORY;
    if (words) {
      List<String> names = new ArrayList<>(y.axis().categories());
      Collections.reverse(names);
      y = new FigureAxisValues(Axis.categories(y.axis().label(), names), y.place());
      values = upsideDown(values, rows.size(), columns);
    }
    double[] across = outer(x, list(trace, "x"), columns);
    double[] up =
        words ? new double[] {-0.5, rows.size() - 0.5} : outer(y, list(trace, "y"), rows.size());
    Series.HeatMap.Drawing drawing =
        type.equals("contour") ? Series.HeatMap.Drawing.CONTOURS : Series.HeatMap.Drawing.CELLS;
    add(
        x.axis(),
        y.axis(),
        List.of(
            new Series.HeatMap(
                    name(trace).isBlank() ? "z" : name(trace),
                    rows.size(),
                    columns,
                    values,
                    DoubleStream.of(values).anyMatch(v -> v < 0)
                        ? ColorScale.DIVERGING
                        : ColorScale.SEQUENTIAL)
                .within(across[0], across[1], up[0], up[1])
                .drawn(drawing)));
  }

  private static List<?> row(Object values) {
    return values instanceof List<?> list ? list : Collections.singletonList(values);
  }

  private FigureAxisValues edges(Map<String, Object> trace, String axis, int count) {
    List<Object> values = list(trace, axis);
    return values.size() < count
        ? FigureAxisValues.of(label(trace, axis), null, List.of(0))
        : axis(trace, axis, values);
  }

  /** The outer edges of cells at these places, or at 0, 1, 2, … */
  private static double[] outer(FigureAxisValues places, List<Object> values, int count) {
    if (values.size() < count || count == 0) {
      return new double[] {-0.5, count - 0.5};
    }
    double[] centres = places.of(values);
    double half = count == 1 ? 0.5 : (centres[count - 1] - centres[0]) / (count - 1) / 2;
    return new double[] {centres[0] - half, centres[count - 1] + half};
  }

  private static double[] upsideDown(double[] values, int rows, int columns) {
    double[] turned = new double[values.length];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, turned, (rows - 1 - i) * columns, columns);
    }
    return turned;
  }

  private void counts(Map<String, Object> trace) {
    FigureAxisValues horizontal = axis(trace, "x", list(trace, "x"));
    FigureAxisValues vertical = axis(trace, "y", list(trace, "y"));
    double[] x = horizontal.of(list(trace, "x"));
    double[] y = vertical.of(list(trace, "y"));
    double[] across = range(x);
    double[] up = range(y);
    double[] counts = new double[BINS * BINS];
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
        counts[bin(y[i], up) * BINS + bin(x[i], across)]++;
      }
    }
    add(
        plain(horizontal.axis()),
        plain(vertical.axis()),
        List.of(
            new Series.HeatMap("count", BINS, BINS, counts, ColorScale.SEQUENTIAL)
                .within(across[0], across[1], up[0], up[1])));
  }

  private static Axis plain(Axis axis) {
    return axis.scale() == Axis.Scale.LINEAR ? axis : Axis.linear(axis.label());
  }

  private static double[] range(double[] values) {
    Summary summary = Summary.of(values);
    return summary.least() < summary.greatest()
        ? new double[] {summary.least(), summary.greatest()}
        : new double[] {summary.least() - 0.5, summary.least() + 0.5};
  }

  private static int bin(double value, double[] range) {
    return (int) Math.min(BINS - 1, BINS * (value - range[0]) / (range[1] - range[0]));
  }

  /** Traces that have places on both axes. */
  private void placed(List<Map<String, Object>> traces) {
    Predicate<Map<String, Object>> lying = t -> "h".equals(t.get("orientation"));
    boolean turned = traces.stream().allMatch(lying);
    String across = turned ? "y" : "x";
    String up = turned ? "x" : "y";
    if (turned) {
      notes.add("Lying bars are drawn upright.");
    }
    if (traces.stream().anyMatch(t -> FigureSource.type(t).equals("violin"))) {
      notes.add("Violins are drawn as boxes.");
    }
    Map<String, Object> first = traces.get(0);
    List<Object> horizontal = traces.stream().flatMap(t -> across(t, across, up).stream()).toList();
    List<Object> vertical = traces.stream().flatMap(t -> list(t, up).stream()).toList();
    FigureAxisValues x = axis(first, across, horizontal);
    FigureAxisValues y = axis(first, up, vertical);
    List<Map<String, Object>> bars =
        traces.stream().filter(t -> FigureSource.type(t).equals("bar")).toList();
    if (bars.size() > 1 && !"group".equals(figure.layout().getOrDefault("barmode", "group"))) {
      notes.add("Stacked bars are drawn side by side.");
    }
    double gap = BoxPlot.gap(x.of(horizontal));
    List<Series> series = new ArrayList<>();
    for (Map<String, Object> trace : traces) {
      double[] places = x.of(across(trace, across, up));
      double[] values = y.of(list(trace, up));
      int count = Math.min(places.length, values.length);
      places = Arrays.copyOf(places, count);
      values = Arrays.copyOf(values, count);
      String type = FigureSource.type(trace);
      if (BOXES.contains(type)) {
        series.addAll(BoxPlot.boxes(name(trace), places, values));
      } else if (type.equals("bar")) {
        double width = 0.8 * gap / bars.size();
        double left = bars.indexOf(trace) * width - 0.4 * gap;
        series.add(
            new Series.Bars(
                name(trace),
                DoubleStream.of(places).map(p -> p + left).toArray(),
                DoubleStream.of(places).map(p -> p + left + width).toArray(),
                values));
      } else {
        series.addAll(scattered(trace, places, values));
      }
    }
    add(x.axis(), y.axis(), series);
  }

  private List<Series> scattered(Map<String, Object> trace, double[] places, double[] values) {
    String mode = String.valueOf(trace.getOrDefault("mode", "lines"));
    Map<String, Object> marker =
        mode.contains("markers") ? FigureSource.map(trace.get("marker")) : Map.of();
    if (marker.get("color") instanceof List<?>) {
      notes.add("Dots of a trace have one colour here, and their own only where scripts run.");
    }
    double[] diameters = diameters(marker, places.length);
    List<Series> series = new ArrayList<>();
    if (mode.contains("lines")) {
      boolean marked = diameters.length == 0;
      series.add(new Series.Line(name(trace), places, values, stroke(trace), marked));
    }
    if (!mode.contains("lines") || diameters.length > 0) {
      series.add(new Series.Points(name(trace), places, values, diameters));
    }
    return series;
  }

  /** The diameters of dots as Plotly takes them from sizes; none if the dots are alike. */
  private static double[] diameters(Map<String, Object> marker, int count) {
    double[] sizes = numbers(list(marker, "size"));
    if (sizes.length < Math.max(2, count)) {
      return new double[0];
    }
    boolean areas = "area".equals(marker.get("sizemode"));
    return Arrays.stream(sizes, 0, count)
        .map(size -> areas ? 2 * Math.sqrt(size / 2) : size)
        .toArray();
  }

  private static Series.Stroke stroke(Map<String, Object> trace) {
    String dash = String.valueOf(FigureSource.map(trace.get("line")).getOrDefault("dash", "solid"));
    return switch (dash.toLowerCase(Locale.ROOT)) {
      case "dot" -> Series.Stroke.DOTTED;
      case "solid" -> Series.Stroke.SOLID;
      default -> Series.Stroke.DASHED;
    };
  }

  /** The values along the axis of a trace: its name where a box has none, else 0, 1, 2, … */
  private static List<Object> across(Map<String, Object> trace, String across, String up) {
    List<Object> values = list(trace, across);
    int count = list(trace, up).size();
    if (!values.isEmpty() || count == 0) {
      return values;
    }
    return BOXES.contains(FigureSource.type(trace))
        ? Collections.nCopies(count, name(trace))
        : IntStream.range(0, count).mapToObj(i -> (Object) i).toList();
  }
}
