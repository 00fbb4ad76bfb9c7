package org.dgm4j.display.view.value;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.TextTable;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.Picture;
import org.dgm4j.display.tablesaw.DataColumn;
import org.dgm4j.display.tablesaw.DataTable;
import org.dgm4j.probability.Draws;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * An array of numbers: one row as a line, rows and columns as a heat map, pixels as an image,
 * others as a histogram, or as is asked for.
 */
public final class ArrayView implements View {

  /** How an array is drawn. */
  public enum Drawing {
    IMAGE,
    HEATMAP,
    LINE,
    HISTOGRAM,
    TABLE
  }

  private static final int LEAST_IMAGE = 8; // the digits of UCI are 8 × 8
  private static final int MOST_IMAGES = 64; // eight rows of eight
  private static final int MOST_TABLE_COLUMNS = 1000; // tablesaw keeps an object for each
  private static final int MOST_ROWS = 10_000; // far more than a picture has pixels
  private static final int ENDS = 3; // enough to see a pattern such as 0, 1, 2
  private static final int WRITTEN = 12; // twelve numbers fit on a line of text

  private final Tensor tensor;
  private final Drawing drawing;

  private ArrayView(Tensor tensor, Drawing drawing) {
    this.tensor = tensor;
    this.drawing = drawing;
  }

  /** The view of DJL's array as it is now; one that is closed has a sentence. */
  public static View view(NDArray array) {
    if (array.isReleased()) {
      return View.text(
          "This NDArray is closed: close() has freed its memory, so that it has no values any"
              + " more.");
    }
    try {
      return of(Tensor.of(array));
    } catch (IllegalArgumentException e) {
      String text = "NDArray " + array.getShape() + ": " + e.getMessage();
      return View.text(text);
    }
  }

  private static ArrayView of(Tensor tensor) {
    return new ArrayView(tensor, usual(tensor));
  }

  /** What a Java array says where it is a cell's last expression: a line of text. */
  public static View words(Object array) {
    try {
      return View.text(words(Tensor.of(array)));
    } catch (IllegalArgumentException e) {
      return View.text(brief(array));
    }
  }

  /** A Java array in one line. */
  static String brief(Object array) {
    try {
      return Tensor.of(array).text();
    } catch (IllegalArgumentException e) {
      return array.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  /** Whether a value is but numbers: its usual view is text, or it has none. */
  public static boolean isPlain(Object value) {
    return value != null && (Tensor.isArray(value) || isNumbers(value));
  }

  private static boolean isNumbers(Object value) {
    return value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Number.class::isInstance);
  }

  /** The numbers in words, and the values themselves where they are few. */
  private static String words(Tensor tensor) {
    double[] values = tensor.values();
    long[] shape = tensor.shape();
    if (values.length == 0 || values.length < tensor.size()) {
      return tensor.text();
    }
    if (shape.length == 1) {
      return tensor.text()
          + "\n"
          + (values.length <= WRITTEN
              ? list(values, 0, values.length)
              : list(values, 0, ENDS)
                  + ", …, "
                  + list(values, values.length - ENDS, values.length));
    }
    if (shape.length == 2 && shape[0] <= WRITTEN && shape[1] <= WRITTEN) {
      int columns = (int) shape[1];
      List<List<String>> rows =
          IntStream.range(0, (int) shape[0])
              .mapToObj(
                  i ->
                      Arrays.stream(values, i * columns, (i + 1) * columns)
                          .mapToObj(NumberText::text)
                          .toList())
              .toList();
      return tensor.text() + "\n" + TextTable.of(rows, Collections.nCopies(columns, true));
    }
    return tensor.text();
  }

  private static String list(double[] values, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> NumberText.text(values[i]))
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether a value has numbers that can be drawn in several ways: an array of Java or DJL, a list
   * of numbers, a column of a table, samples, or draws of a number.
   */
  public static boolean hasNumbers(Object value) {
    return value instanceof NDArray
        || value instanceof Draws draws && draws.dimensions() == 1
        || value instanceof NumericColumn<?>
        || value instanceof Samples
        || isPlain(value);
  }

  /**
   * The usual view of an array of numbers.
   *
   * @throws IllegalArgumentException if it is closed, or its rows are not equally long
   */
  public static ArrayView of(Object value) {
    if (value instanceof NDArray array) {
      if (array.isReleased()) {
        throw new IllegalArgumentException("This NDArray is closed and has no values any more");
      }
      return of(Tensor.of(array));
    }
    if (value instanceof NumericColumn<?> column) {
      double[] values = IntStream.range(0, column.size()).mapToDouble(column::getDouble).toArray();
      return of(Tensor.of(DataColumn.line(column.name()), values));
    }
    if (value instanceof Draws draws) {
      return of(Tensor.of("Draws", draws(draws)));
    }
    if (value instanceof List<?> list) {
      return of(
          Tensor.of("List", list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray()));
    }
    if (value instanceof Samples samples) {
      return of(Tensor.of(samples));
    }
    try {
      return of(Tensor.of(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "This " + value.getClass().getSimpleName() + " can't be drawn: " + e.getMessage());
    }
  }

  private static double[] draws(Draws draws) {
    return IntStream.range(0, draws.count()).mapToDouble(i -> draws.value(i, 0)).toArray();
  }

  /**
   * The numbers of several values as histograms over common bins.
   *
   * @param values by their names; each must {@linkplain #hasNumbers have numbers}
   * @throws IllegalArgumentException if one is closed, or its rows are not equally long
   */
  public static View histograms(Map<String, Object> values) {
    HistogramView all = HistogramView.of("", "value");
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      all = all.with(entry.getKey(), of(entry.getValue()).tensor.values());
    }
    return all;
  }

  /**
   * The same array, drawn in another way.
   *
   * @throws IllegalArgumentException if its shape does not suit that, with the ways that do
   */
  public ArrayView as(Drawing other) {
    List<Drawing> ways = ways();
    if (!ways.contains(other)) {
      throw new IllegalArgumentException(
          NumberText.format(
              "An array of shape %s can't be drawn as %s, but as %s",
              Arrays.toString(tensor.shape()).replace("[", "(").replace("]", ")"),
              name(other),
              ways.stream().map(ArrayView::name).collect(Collectors.joining(" or "))));
    }
    return new ArrayView(tensor, other);
  }

  private static String name(Drawing drawing) {
    return drawing.name().toLowerCase(Locale.ROOT);
  }

  private List<Drawing> ways() {
    List<Drawing> ways = new ArrayList<>();
    int dimensions = tensor.shape().length;
    if (images() != null) {
      ways.add(Drawing.IMAGE);
    }
    if (dimensions == 2) {
      ways.add(Drawing.HEATMAP);
    }
    if (dimensions == 1 || isRow()) {
      ways.add(Drawing.LINE);
    }
    ways.add(Drawing.HISTOGRAM);
    if (dimensions == 1 || dimensions == 2 && columns() <= MOST_TABLE_COLUMNS) {
      ways.add(Drawing.TABLE);
    }
    return ways;
  }

  private boolean isRow() {
    long[] shape = tensor.shape();
    return shape.length == 2 && (shape[0] == 1 || shape[1] == 1);
  }

  private int columns() {
    return tensor.shape().length == 1 ? 1 : (int) tensor.shape()[1];
  }

  private static Drawing usual(Tensor tensor) {
    ArrayView view = new ArrayView(tensor, Drawing.HISTOGRAM);
    int dimensions = tensor.shape().length;
    boolean complete = tensor.values().length == tensor.size();
    if (dimensions <= 1 || view.isRow()) {
      return Drawing.LINE;
    } else if (dimensions == 2) {
      return complete ? Drawing.HEATMAP : Drawing.HISTOGRAM;
    }
    return view.looksLikeImages() ? Drawing.IMAGE : Drawing.HISTOGRAM;
  }

  private boolean looksLikeImages() {
    int[] images = images();
    Summary summary = Summary.of(tensor.values());
    return images != null
        && images[2] >= LEAST_IMAGE
        && images[3] >= LEAST_IMAGE
        && summary.count() > 0
        && summary.notFinite() == 0
        && summary.least() >= 0
        && (summary.greatest() <= 1 || tensor.bytes());
  }

  /** Count, channels, height and width, with 1 if channels come last; null if it is no image. */
  private int[] images() {
    long[] shape = tensor.shape();
    if (shape.length < 2 || shape.length > 4 || tensor.size() == 0) {
      return null;
    }
    int[] size = Arrays.stream(shape).mapToInt(n -> (int) Math.min(n, Integer.MAX_VALUE)).toArray();
    if (size.length == 2) {
      return fits(1, 1, size[0], size[1], 0);
    }
    int count = size.length == 3 ? 1 : size[0];
    int first = size.length - 3;
    if (size[first] == 1 || size[first] == 3) {
      return fits(count, size[first], size[first + 1], size[first + 2], 0);
    }
    boolean last = size[first + 2] == 1 || size[first + 2] == 3;
    return last ? fits(count, size[first + 2], size[first], size[first + 1], 1) : null;
  }

  private int[] fits(int count, int channels, int height, int width, int last) {
    return (long) channels * height * width <= tensor.values().length
        ? new int[] {count, channels, height, width, last}
        : null;
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    if (tensor.size() == 0 || tensor.shape().length == 0) {
      return MimeBundle.text(tensor.text());
    }
    return switch (drawing) {
      case LINE -> line(style);
      case HEATMAP -> heatMap(style);
      case IMAGE -> image(style);
      case HISTOGRAM ->
          new ChartWithText(
                  tensor.text(), HistogramView.of("", "value").with("", tensor.values()).chart())
              .bundle(style);
      case TABLE -> DataTable.of(table()).bundle(style);
    };
  }

  private MimeBundle line(FigureStyle style) {
    double[] values = tensor.values();
    if (values.length == 1) {
      return MimeBundle.text(words(tensor));
    }
    double[] x = IntStream.range(0, values.length).asDoubleStream().toArray();
    Chart chart =
        Chart.of("", Axis.whole("index"), Axis.linear("value"), new Series.Line("", x, values));
    return new ChartWithText(words(tensor), chart.size(560, 280)).bundle(style);
  }

  private MimeBundle heatMap(FigureStyle style) {
    int rows = (int) tensor.shape()[0];
    int columns = (int) tensor.shape()[1];
    int kept = Math.min(Math.min(rows, MOST_ROWS), tensor.values().length / columns);
    double[] values = Arrays.copyOf(tensor.values(), kept * columns);
    ColorScale colors =
        Summary.of(values).least() < 0 ? ColorScale.DIVERGING : ColorScale.SEQUENTIAL;
    boolean few = kept <= WRITTEN && columns <= WRITTEN;
    Chart chart =
        Chart.of(
                "",
                Axis.whole("column"),
                Axis.indexes("row", kept),
                new Series.HeatMap("value", kept, columns, values, colors)
                    .drawn(few ? Series.HeatMap.Drawing.NUMBERS : Series.HeatMap.Drawing.CELLS))
            .size(520, 420);
    String text = words(tensor);
    return new ChartWithText(
            kept == rows ? text : text + NumberText.format("; the first %,d rows drawn", kept),
            chart)
        .bundle(style);
  }

  private MimeBundle image(FigureStyle style) {
    int[] size = images();
    int pixels = size[2] * size[3];
    double[] values = channelsFirst(size);
    Summary summary = Summary.of(values);
    double high = tensor.bytes() ? 255 : Math.max(1, summary.greatest());
    double low = Math.min(0, summary.least());
    if (size[0] == 1) {
      return pixels(values, size, low, high).bundle(style);
    }
    int shown = Math.min(Math.min(size[0], MOST_IMAGES), values.length / (size[1] * pixels));
    float[] unit = new float[shown * size[1] * pixels];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) ((values[i] - low) / (high - low));
    }
    String rest =
        shown < size[0] ? "; the first " + NumberText.count(shown, "image") + " drawn" : "";
    return ImageGrid.of(Samples.images(unit, shown, size[1], size[2], size[3]))
        .range(0, 1)
        .bundle(tensor.text() + rest, style);
  }

  private double[] channelsFirst(int[] size) {
    double[] values = tensor.values();
    if (size[4] == 0) {
      return values;
    }
    int channels = size[1];
    int pixels = size[2] * size[3];
    double[] moved = new double[values.length / (channels * pixels) * channels * pixels];
    for (int i = 0; i < moved.length; i++) {
      int image = i / (channels * pixels);
      int channel = i / pixels % channels;
      moved[i] = values[(image * pixels + i % pixels) * channels + channel];
    }
    return moved;
  }

  private Picture pixels(double[] values, int[] size, double low, double high) {
    int pixels = size[2] * size[3];
    int[] argb = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      argb[i] = 0xFF000000;
      for (int c = 0; c < 3; c++) {
        double value = values[size[1] == 3 ? c * pixels + i : i];
        if (!Double.isFinite(value)) {
          argb[i] = 0;
          break;
        }
        argb[i] |= (int) Math.round(255 * (value - low) / (high - low)) << 16 - 8 * c;
      }
    }
    return new Picture(tensor.text(), size[3], size[2], argb);
  }

  private Table table() {
    int columns = columns();
    int rows = tensor.values().length / columns;
    Table table = Table.create(tensor.name());
    for (int j = 0; j < columns; j++) {
      int column = j;
      String name = tensor.shape().length == 1 ? "value" : Integer.toString(j);
      Column<?> cells =
          DoubleColumn.create(
              name,
              IntStream.range(0, rows).mapToDouble(i -> tensor.values()[i * columns + column]));
      table.addColumns(cells);
    }
    return table;
  }
}
