package org.dgm4j.experiments;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dgm4j.experiments.Experiment.Column;

/** In what trainings differ. */
public final class Differences {

  /** What differs in most trainings, and is rarely what they are compared for. */
  private static final Set<String> MINOR = Set.of(Column.SEED.title(), Column.EPOCHS.title());

  private Differences() {}

  /**
   * The names of the features in which trainings differ; seed and number of epochs only if nothing
   * else does. What only one kind of model has, and all of that kind have alike, is no difference.
   *
   * @param features of each training by name, among them {@code model}
   */
  public static SortedSet<String> of(List<Map<String, String>> features) {
    SortedSet<String> names = new TreeSet<>();
    features.forEach(own -> names.addAll(own.keySet()));
    names.removeIf(name -> !differs(name, features));
    if (!MINOR.containsAll(names)) {
      names.removeAll(MINOR);
    }
    return names;
  }

  private static boolean differs(String name, List<Map<String, String>> features) {
    List<Map<String, String>> having =
        features.stream().filter(own -> own.containsKey(name)).toList();
    Set<String> kinds =
        having.stream().map(own -> own.get(Column.MODEL.title())).collect(Collectors.toSet());
    boolean missing =
        features.stream()
            .anyMatch(
                own -> !own.containsKey(name) && kinds.contains(own.get(Column.MODEL.title())));
    return missing || having.stream().map(own -> own.get(name)).distinct().count() > 1;
  }
}
