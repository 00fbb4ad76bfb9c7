package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.data.Ordering;

/**
 * What all NADEs are built from.
 *
 * @param shape of an example, to which the ordering was applied; training data of as many values
 *     may have another
 */
record Architecture(int[] shape, int hidden, Ordering ordering) {

  private static final String HIDDEN = "hidden";
  private static final String ORDERING = "ordering";
  private static final String IMAGE = "image";

  /** That of a saved model. */
  static Architecture of(Map<String, String> settings, int[] exampleShape) {
    String image = settings.get(IMAGE);
    int[] shape =
        image == null
            ? new int[] {Arrays.stream(exampleShape).reduce(1, Math::multiplyExact)}
            : Arrays.stream(image.split("x")).mapToInt(Integer::parseInt).toArray();
    return new Architecture(
        shape,
        Integer.parseInt(settings.get(HIDDEN)),
        Ordering.parse(settings.getOrDefault(ORDERING, Ordering.raster().toString())));
  }

  VisitOrder visits() {
    return new VisitOrder(ordering.sequence(shape));
  }

  int dimensions() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The settings from which {@link #of} builds it again; the natural order needs none. */
  SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("dimensions", Integer.toString(dimensions()));
    settings.put(HIDDEN, Integer.toString(hidden));
    if (!visits().areNatural()) {
      settings.put(ORDERING, ordering.toString());
      if (shape.length == 3) {
        settings.put(
            IMAGE, Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("x")));
      }
    }
    return settings;
  }
}
