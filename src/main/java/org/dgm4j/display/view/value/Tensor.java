package org.dgm4j.display.view.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.engine.Devices;

/**
 * Numbers of an array, copied to the heap.
 *
 * @param name what the array is: "double[]", "NDArray"
 * @param note more on it, such as its device, or the empty string
 * @param shape its sizes, none for a single number
 * @param values its values row by row, at most the first 4,000,000
 * @param bytes whether the values are bytes from 0 to 255
 */
record Tensor(String name, String note, long[] shape, double[] values, boolean bytes) {

  private static final int MOST = 4_000_000; // 32 MB as doubles

  /** Whether a value is an array of numbers, or of arrays of them. */
  static boolean isArray(Object value) {
    Class<?> type = value.getClass();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    return value.getClass().isArray()
        && type.isPrimitive()
        && type != boolean.class
        && type != char.class;
  }

  /** Numbers in a row. */
  static Tensor of(String name, double[] values) {
    double[] kept = values.length > MOST ? Arrays.copyOf(values, MOST) : values;
    return new Tensor(name, "", new long[] {values.length}, kept, false);
  }

  /** Samples, the first dimension their number. */
  static Tensor of(Samples samples) {
    long[] shape =
        LongStream.concat(
                LongStream.of(samples.count()), IntStream.of(samples.shape()).asLongStream())
            .toArray();
    double[] values = new double[(int) Math.min(MOST, size(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.value(i / samples.dimensions(), i % samples.dimensions());
    }
    return new Tensor("Samples", "", shape, values, false);
  }

  /**
   * The numbers of a Java array, such as {@code double[][]}.
   *
   * @throws IllegalArgumentException if its rows are not equally long
   */
  static Tensor of(Object array) {
    long[] shape = shape(array);
    double[] values = new double[(int) Math.min(MOST, size(shape))];
    fill(array, values, 0);
    return new Tensor(array.getClass().getSimpleName(), "", shape, values, false);
  }

  private static long[] shape(Object array) {
    int length = Array.getLength(array);
    if (!array.getClass().getComponentType().isArray()) {
      return new long[] {length};
    }
    long[] first = null;
    for (int i = 0; i < length; i++) {
      Object row = Array.get(array, i);
      if (row == null) {
        throw new IllegalArgumentException("row " + i + " is null");
      }
      long[] shape = shape(row);
      if (first != null && !Arrays.equals(first, shape)) {
        throw new IllegalArgumentException(
            NumberText.format("row %d has %s, but row 0 has %s", i, sizes(shape), sizes(first)));
      }
      first = shape;
    }
    long[] rest = first == null ? new long[] {0} : first;
    return LongStream.concat(LongStream.of(length), LongStream.of(rest)).toArray();
  }

  private static String sizes(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(n -> NumberText.format("%,d", n))
        .collect(Collectors.joining(" × "));
  }

  private static int fill(Object array, double[] values, int from) {
    int place = from;
    for (int i = 0; i < Array.getLength(array) && place < values.length; i++) {
      Object element = array.getClass().getComponentType().isArray() ? Array.get(array, i) : null;
      if (element == null) {
        values[place++] = Array.getDouble(array, i);
      } else {
        place = fill(element, values, place);
      }
    }
    return place;
  }

  /**
   * The numbers of DJL's array, copied; nothing of it stays in native memory.
   *
   * @throws IllegalArgumentException if it has values that are no numbers
   */
  static Tensor of(NDArray array) {
    long[] shape = array.getShape().getShape();
    long size = array.size();
    DataType type = array.getDataType();
    if (type == DataType.STRING || type == DataType.COMPLEX64 || type == DataType.UNKNOWN) {
      throw new IllegalArgumentException("values of the type " + type + " are not drawn");
    }
    double[] values = new double[(int) Math.min(MOST, size)];
    if (size > MOST) {
      try (NDArray flat = array.reshape(-1);
          NDArray first = flat.get(":" + MOST)) {
        read(first, values);
      }
    } else if (size > 0) {
      read(array, values);
    }
    String gradient = array.hasGradient() ? ", with gradient" : "";
    return new Tensor(
        "NDArray",
        type.toString().toLowerCase(Locale.ROOT)
            + " on "
            + Devices.name(array.getDevice())
            + gradient,
        shape,
        values,
        type == DataType.UINT8);
  }

  private static void read(NDArray array, double[] values) {
    try (NDArray doubles = array.toType(DataType.FLOAT64, true)) {
      System.arraycopy(doubles.toDoubleArray(), 0, values, 0, values.length);
    }
  }

  /** How many values the array has. */
  long size() {
    return size(shape);
  }

  private static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** What the array is, its shape, and the range, mean and defects of its values. */
  String text() {
    String size = shape.length == 0 ? "" : " " + sizes(shape);
    String head = name + size + (note.isEmpty() ? "" : ", " + note);
    if (shape.length == 0) {
      return head + ": " + NumberText.text(values[0]);
    }
    return head + ": " + summary();
  }

  private String summary() {
    Summary summary = Summary.of(values);
    long nan = Arrays.stream(values).filter(Double::isNaN).count();
    long infinite = summary.notFinite() - nan;
    String range =
        summary.count() == 0
            ? values.length == 0 ? "no values" : "no finite value"
            : NumberText.format(
                "values %s to %s, mean %s",
                NumberText.text(summary.least()),
                NumberText.text(summary.greatest()),
                NumberText.text(summary.mean()));
    String defects =
        (nan == 0 ? "" : NumberText.format(", %,d NaN", nan))
            + (infinite == 0 ? "" : NumberText.format(", %,d infinite", infinite));
    String part =
        values.length == size()
            ? ""
            : NumberText.format(" (of the first %,d values)", values.length);
    return range + defects + part;
  }
}
