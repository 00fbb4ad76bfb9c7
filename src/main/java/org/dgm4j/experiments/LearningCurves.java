package org.dgm4j.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.TrainingRun;

/**
 * How several trainings went, side by side: those on the same data can be compared.
 *
 * @param curves those on the same data together, else in the order in which they were asked for
 * @param omitted the names of those that have no curve, as an implicit model has no likelihood
 */
public record LearningCurves(List<Curve> curves, List<String> omitted) {

  /** So many digits of a fingerprint that a reader can compare them. */
  private static final int PRINT = 6;

  public LearningCurves {
    curves = List.copyOf(curves);
    omitted = List.copyOf(omitted);
  }

  /**
   * How one training went.
   *
   * @param number by which it is known: "#3" of a recorded one, "run 3" of others
   * @param differing in what it differs from others on the same data: "hidden 500, seed 3"; its
   *     model if there are others on other data only
   * @param data the name of the data, and what tells them from others
   * @param objective what the nats say about log p(x)
   * @param validated whether the nats are those of validation; else of training
   * @param points nats per example after each epoch
   */
  public record Curve(
      String number,
      String differing,
      String data,
      Objective objective,
      boolean validated,
      List<CurvePoint> points) {

    public Curve {
      points = List.copyOf(points);
    }

    /** What tells it from the others. */
    public String name() {
      return (number + " " + differing).strip();
    }
  }

  /**
   * A training with all in which it may differ from others.
   *
   * @param features by name: settings, model, data, seed
   */
  private record Run(Curve curve, Map<String, String> features) {}

  static LearningCurves ofRecorded(List<Experiment> experiments) {
    List<Run> runs = new ArrayList<>();
    List<String> omitted = new ArrayList<>();
    for (Experiment experiment : experiments) {
      String number = "#" + experiment.number();
      if (!experiment.objective().judges()) {
        omitted.add(number + " " + experiment.text(Column.MODEL));
        continue;
      }
      Map<String, String> features = new TreeMap<>(experiment.settings(Column.TRAINING));
      features.put(Column.SEED.title(), experiment.text(Column.SEED));
      features.putAll(experiment.settings(Column.SETTINGS));
      features.put(Column.MODEL.title(), experiment.text(Column.MODEL));
      features.put(Column.DATA.title(), experiment.text(Column.DATA));
      List<CurvePoint> validation = experiment.curve(Column.VALIDATION_CURVE);
      boolean validated = !validation.isEmpty();
      List<CurvePoint> points = validated ? validation : experiment.curve(Column.TRAIN_CURVE);
      String data = experiment.text(Column.FINGERPRINT);
      data = data.isEmpty() ? experiment.text(Column.DATA) : data;
      runs.add(
          new Run(
              new Curve(number, "", data, experiment.objective(), validated, points), features));
    }
    return of(runs, omitted);
  }

  static LearningCurves of(TrainingRun... all) {
    List<Run> runs = new ArrayList<>();
    List<String> omitted = new ArrayList<>();
    for (TrainingRun run : all) {
      Objective objective = run.model().objectiveKind();
      if (!objective.judges()) {
        omitted.add(run.model().type());
        continue;
      }
      Map<String, String> features = new TreeMap<>(run.settings());
      features.putAll(run.model().settings());
      features.put(Column.MODEL.title(), run.model().type());
      features.put(Column.DATA.title(), run.data());
      boolean validated = run.epochs().stream().anyMatch(e -> Double.isFinite(e.validationNats()));
      List<CurvePoint> points =
          run.epochs().stream()
              .map(e -> new CurvePoint(e.number(), validated ? e.validationNats() : e.trainNats()))
              .toList();
      String data = run.data() + " " + Arrays.toString(run.model().exampleShape());
      String number = "run " + (runs.size() + 1);
      runs.add(new Run(new Curve(number, "", data, objective, validated, points), features));
    }
    return of(runs, omitted);
  }

  /** Names each by what differs from others on the same data, which are called by their names. */
  private static LearningCurves of(List<Run> runs, List<String> omitted) {
    Map<String, List<Run>> groups =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.curve().data(), LinkedHashMap::new, Collectors.toList()));
    List<Curve> curves = new ArrayList<>();
    groups.forEach(
        (data, group) -> {
          List<String> differing = differing(group.stream().map(Run::features).toList());
          String name = group.get(0).features().get(Column.DATA.title());
          boolean alone =
              groups.values().stream()
                      .filter(
                          other -> name.equals(other.get(0).features().get(Column.DATA.title())))
                      .count()
                  == 1;
          for (int i = 0; i < group.size(); i++) {
            Curve curve = group.get(i).curve();
            curves.add(
                new Curve(
                    curve.number(),
                    group.size() == 1 && groups.size() > 1
                        ? group.get(0).features().get(Column.MODEL.title())
                        : differing.get(i),
                    alone ? name : name + " " + data.substring(0, Math.min(PRINT, data.length())),
                    curve.objective(),
                    curve.validated(),
                    curve.points()));
          }
        });
    return new LearningCurves(curves, omitted);
  }

  private static List<String> differing(List<Map<String, String>> features) {
    Set<String> differing = Differences.of(features);
    List<String> ordered = new ArrayList<>(List.of(Column.MODEL.title(), Column.DATA.title()));
    ordered.retainAll(differing);
    differing.removeAll(ordered);
    ordered.addAll(differing);
    return features.stream()
        .map(
            own ->
                ordered.stream()
                    .filter(own::containsKey)
                    .map(feature -> described(feature, own.get(feature)))
                    .collect(Collectors.joining(", ")))
        .toList();
  }

  private static String described(String feature, String value) {
    boolean named = feature.equals(Column.MODEL.title()) || feature.equals(Column.DATA.title());
    return named ? value : feature.replace('-', ' ') + " " + Experiment.plain(value);
  }
}
