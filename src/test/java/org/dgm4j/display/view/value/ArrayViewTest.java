package org.dgm4j.display.view.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.value.ArrayView.Drawing;
import org.dgm4j.engine.MxNet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArrayViewTest {

  private static NDManager manager;

  @BeforeAll
  static void open() {
    manager = MxNet.engine().newBaseManager();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  private static MimeBundle bundle(Object value) {
    return Views.of(value).orElseThrow().bundle();
  }

  private static String text(Object value) {
    return bundle(value).get(MimeBundle.TEXT);
  }

  private static NDArray range(int... shape) {
    long[] sizes = IntStream.of(shape).asLongStream().toArray();
    return manager
        .arange(0, IntStream.of(shape).reduce(1, (a, b) -> a * b), 1, DataType.FLOAT32)
        .reshape(sizes);
  }

  @Test
  void anArrayOfDjlSaysItsShapeTypeDeviceAndNumbers() {
    assertEquals(
        "NDArray 20 × 30, float32 on cpu: values 0 to 599, mean 299.5", text(range(20, 30)));
    assertEquals("NDArray, float32 on cpu: 2.5", text(manager.create(2.5f)));
    assertEquals(
        """
        NDArray 2 × 3, float32 on cpu: values 0 to 5, mean 2.5
        0  1  2
        3  4  5""",
        text(range(2, 3)));
    assertEquals(
        """
        NDArray 4, float32 on cpu: values 0 to 1, mean 0.5, 1 NaN, 1 infinite
        NaN, 0, 1, ∞""",
        text(
            MxNet.array(
                manager, new float[] {Float.NaN, 0, 1, Float.POSITIVE_INFINITY}, new Shape(4))));
    assertEquals("NDArray 0 × 3, float32 on cpu: no values", text(manager.create(new Shape(0, 3))));
  }

  @Test
  void everyTypeOfNumbersIsRead() {
    for (DataType type :
        List.of(
            DataType.FLOAT16,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.INT8,
            DataType.UINT8,
            DataType.INT32,
            DataType.INT64)) {
      String text = text(range(200).toType(type, true).sub(type == DataType.INT8 ? 100 : 0));
      assertTrue(
          text.contains(type == DataType.INT8 ? "mean −0.5" : "values 0 to 199, mean 99.5"),
          type + text);
    }
    assertTrue(text(range(200).toType(DataType.BOOLEAN, true)).contains("mean 0.995"));
  }

  @Test
  void aClosedArraySaysSo() {
    NDArray array = range(3);
    array.close();
    assertTrue(text(array).startsWith("This NDArray is closed"));
    assertThrows(IllegalArgumentException.class, () -> ArrayView.of(array));
  }

  @Test
  void nothingStaysInNativeMemory() {
    try (NDManager own = manager.newSubManager()) {
      NDArray large = own.zeros(new Shape(5_000_000));
      NDArray half = own.ones(new Shape(8, 8)).toType(DataType.FLOAT16, true);
      int before = own.getManagedArrays().size();
      assertTrue(text(large).contains("(of the first 4,000,000 values)"), text(large));
      text(half);
      assertEquals(before, own.getManagedArrays().size());
    }
  }

  @Test
  void rowsAndColumnsAreAHeatMapWithTheFirstRowOnTop() {
    MimeBundle bundle = bundle(range(20, 30));
    Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
    labels.assertApart();
    assertTrue(labels.texts().containsAll(List.of("row", "column", "value")));
    int first = labels.texts().indexOf("0");
    assertTrue(first >= 0);
    bundle(range(2000, 50));
    bundle(range(50, 2000));
  }

  @Test
  void pixelsAreImages() {
    for (int[] shape : new int[][] {{3, 20, 30}, {20, 30, 3}, {1, 20, 30}, {20, 30, 1}}) {
      MimeBundle bundle = bundle(range(shape).div(2000));
      assertTrue(bundle.get(MimeBundle.PNG).length() > 50);
      assertTrue(
          bundle.get(MimeBundle.HTML).contains("width=\"240\" height=\"160\""),
          bundle.get(MimeBundle.HTML));
    }
    for (int[] shape : new int[][] {{5, 3, 20, 30}, {5, 20, 30, 3}, {100, 1, 28, 28}}) {
      assertTrue(bundle(range(shape).div(200_000)).get(MimeBundle.PNG).length() > 50);
    }
    assertTrue(text(range(100, 1, 28, 28).div(200_000)).endsWith("; the first 64 images drawn"));
    NDArray bytes = range(3, 9, 9).toType(DataType.UINT8, true);
    assertTrue(bundle(bytes).get(MimeBundle.PNG).length() > 50);
    assertNull(bundle(range(3, 20, 30)).get(MimeBundle.PNG));
    assertNull(bundle(range(3, 4, 5).div(100)).get(MimeBundle.PNG));
    assertTrue(bundle(range(3, 20, 30)).get(MimeBundle.SVG).contains("share of the values"));
  }

  @Test
  void channelsLastAndChannelsFirstAreTheSamePicture() {
    NDArray image = range(3, 20, 30).div(2000);
    assertEquals(
        bundle(image).get(MimeBundle.PNG), bundle(image.transpose(1, 2, 0)).get(MimeBundle.PNG));
  }

  @Test
  void arraysOfJavaAreALineOfText() {
    assertEquals("double[] 0: no values", text(new double[0]));
    assertEquals("int[] 3: values 1 to 3, mean 2\n1, 2, 3", text(new int[] {1, 2, 3}));
    assertEquals(
        "float[] 1,000: values 0 to 999, mean 499.5\n0, 1, 2, …, 997, 998, 999",
        text(floats(1000)));
    assertEquals(
        "double[][] 2 × 2: values −1 to 2, mean 0.625, 1 NaN\n−1  0.875\n 2    NaN",
        text(new double[][] {{-1, 0.875}, {2, Double.NaN}}));
    assertEquals("int[][]: row 1 has 1, but row 0 has 2", text(new int[][] {{1, 2}, {3}}));
    assertEquals(List.of(MimeBundle.TEXT), List.copyOf(bundle(floats(10)).data().keySet()));
    assertFalse(Views.of(new boolean[] {true}).isPresent());
  }

  private static float[] floats(int count) {
    float[] values = new float[count];
    IntStream.range(0, count).forEach(i -> values[i] = i);
    return values;
  }

  @Test
  void arraysAreDrawnAsIsAsked() {
    double[][] values = new double[10][20];
    for (Drawing drawing :
        List.of(Drawing.IMAGE, Drawing.HEATMAP, Drawing.HISTOGRAM, Drawing.TABLE)) {
      MimeBundle bundle = ArrayView.of(values).as(drawing).bundle();
      assertTrue(bundle.get(MimeBundle.HTML).length() > 100, drawing.name());
    }
    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> ArrayView.of(values).as(Drawing.LINE));
    assertEquals(
        "An array of shape (10, 20) can't be drawn as line, but as image or heatmap or histogram"
            + " or table",
        mistake.getMessage());
    assertTrue(ArrayView.of(floats(3)).bundle().get(MimeBundle.SVG).contains("index"));
    mistake =
        assertThrows(IllegalArgumentException.class, () -> ArrayView.of(new int[][] {{1, 2}, {3}}));
    assertEquals("This int[][] can't be drawn: row 1 has 1, but row 0 has 2", mistake.getMessage());
  }

  @Test
  void aMillionPointsAreThinnedAndItIsSaid() {
    MimeBundle bundle = ArrayView.of(floats(1_000_000)).bundle();
    assertTrue(bundle.get(MimeBundle.SVG).contains("of 1,000,000 points drawn"));
    assertTrue(bundle.get(MimeBundle.HTML).length() < 60_000);
    assertTrue(ArrayView.of(new float[1000][1000]).bundle().get(MimeBundle.HTML).length() < 60_000);
  }

  @Test
  void numbersThatAreTooFarApartForADifferenceHaveAHistogram() {
    double most = Double.MAX_VALUE;
    for (double[] values : new double[][] {{-1.35e308, 1244.9, most}, {-most, 0, most}}) {
      Chart chart = HistogramView.of("", "x").with("", values).chart();
      Series.Bars bars = (Series.Bars) chart.series().get(0);
      double[] heights = bars.heights();
      assertTrue(heights.length > 1);
      assertEquals(1, Arrays.stream(heights).sum(), 1e-9);
      assertEquals(1 / 3.0, heights[heights.length - 1], 1e-9);
      assertTrue(Arrays.stream(bars.left()).allMatch(Double::isFinite));
      Labels.of(ArrayView.of(values).as(Drawing.HISTOGRAM).bundle().get(MimeBundle.SVG))
          .assertApart();
    }
  }

  @Property(tries = 100)
  void anyNumbersAreDrawn(@ForAll double[] values) {
    for (Drawing drawing : List.of(Drawing.LINE, Drawing.HISTOGRAM, Drawing.TABLE)) {
      MimeBundle bundle = ArrayView.of(values).as(drawing).bundle();
      if (bundle.get(MimeBundle.SVG) != null) {
        Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
      }
    }
  }
}
