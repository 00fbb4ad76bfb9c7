package org.dgm4j.walk;

import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.model.ModelBuilder;

/**
 * The classes of a model, which it has now and then.
 *
 * @param count 0 for none
 */
record Classes(int count) {

  static Classes draw(Choice choice) {
    return new Classes(choice.chance(0.25) ? choice.number(1, 12) : 0);
  }

  <B extends ModelBuilder<B>> Expression<B> of(Expression<B> builder) {
    return count == 0 ? builder : builder.call("classes", count, ModelBuilder::classes);
  }

  /** Examples with labels that have nothing to do with what they show. */
  Expression<Samples> label(Expression<Samples> examples, int examplesCount) {
    int[] labels = IntStream.range(0, examplesCount).map(n -> n % Math.max(1, count)).toArray();
    return count == 0 ? examples : examples.call("labelled", labels, Samples::labelled);
  }
}
