package org.dgm4j.model;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;

/**
 * Examples, what is known of them, and what a model made of the rest.
 *
 * @param originals the examples as they were
 * @param mask what was known
 * @param completed the completed examples, once or more often
 */
public record Completions(Samples originals, Mask mask, List<Samples> completed) {

  /**
   * @throws IllegalArgumentException if there is no completion, or one differs in count or shape
   */
  public Completions {
    completed = List.copyOf(completed);
    for (Samples samples : completed) {
      if (samples.count() != originals.count()
          || !Arrays.equals(samples.shape(), originals.shape())) {
        throw new IllegalArgumentException(
            "There must be a completion for each example, of the same shape, but there are %s and %s"
                .formatted(originals, samples));
      }
    }
    if (completed.isEmpty()) {
      throw new IllegalArgumentException(
          "There must be at least one completion of each example: try .completions(examples,"
              + " Mask.upperHalf(), 4)");
    }
  }

  /** How many examples, what was known, how many completions of each. */
  @Override
  public String toString() {
    return "%s, %s, completed %s"
        .formatted(
            originals, mask, completed.size() == 1 ? "once" : completed.size() + " times each");
  }
}
