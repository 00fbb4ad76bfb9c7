package org.dgm4j.display;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.training.TrainingRun;

/** Which values have a view, and which view that is. */
public final class Views {

  private static final int SHOWN = 64;
  private static final Map<Class<?>, Function<Object, View>> VIEWS = new LinkedHashMap<>();

  static {
    add(View.class, view -> view);
    add(Samples.class, SamplesView::of);
    add(Dataset.class, Views::dataset);
    add(TrainingRun.class, TrainingView::of);
    add(Likelihood.class, Views::likelihood);
  }

  private Views() {}

  private static View dataset(Dataset dataset) {
    Samples train = dataset.train();
    return new Captioned(
        dataset.toString(), SamplesView.of(train.first(Math.min(SHOWN, train.count()))));
  }

  private static View likelihood(Likelihood likelihood) {
    return new Captioned(
        likelihood.toString(),
        HistogramView.of("", "log p(x) (nats)").with("", likelihood.logProbability()));
  }

  private static <T> void add(Class<T> type, Function<T, View> view) {
    VIEWS.put(type, value -> view.apply(type.cast(value)));
  }

  /** The types whose values, and those of their subtypes, have a view. */
  public static List<Class<?>> types() {
    return List.copyOf(VIEWS.keySet());
  }

  /** The view of a value; empty where it has none. */
  public static Optional<View> of(Object value) {
    return VIEWS.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(value))
        .findFirst()
        .map(entry -> entry.getValue().apply(value));
  }
}
