package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.data.Ordering;

/**
 * The dimensions of an example and the order in which they are visited.
 *
 * @param shape of an example, to which the ordering was applied; training data of as many values
 *     may have another
 * @param visits the dimensions in that order
 */
record Layout(int[] shape, Ordering ordering, VisitOrder visits) {

  private static final String ORDERING = "ordering";
  private static final String IMAGE = "image";

  /**
   * @throws IllegalArgumentException if the ordering does not fit the shape
   */
  Layout(int[] shape, Ordering ordering) {
    this(shape, ordering, new VisitOrder(ordering.sequence(shape)));
  }

  /** That of a saved model. */
  static Layout of(Map<String, String> settings, int[] exampleShape) {
    String image = settings.get(IMAGE);
    int[] shape =
        image == null
            ? new int[] {Arrays.stream(exampleShape).reduce(1, Math::multiplyExact)}
            : Arrays.stream(image.split("x")).mapToInt(Integer::parseInt).toArray();
    return new Layout(
        shape, Ordering.parse(settings.getOrDefault(ORDERING, Ordering.raster().toString())));
  }

  int dimensions() {
    return visits.sequence().length;
  }

  /** The settings from which {@link #of} builds it again; the natural order needs none. */
  SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("dimensions", Integer.toString(dimensions()));
    if (!visits.areNatural()) {
      settings.put(ORDERING, ordering.toString());
      if (shape.length == 3) {
        settings.put(
            IMAGE, Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("x")));
      }
    }
    return settings;
  }
}
