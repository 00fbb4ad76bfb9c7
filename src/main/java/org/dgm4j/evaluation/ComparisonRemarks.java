package org.dgm4j.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.engine.Devices;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;

/** What has to be known to read the numbers of a comparison. */
final class ComparisonRemarks {

  /** What {@link Dataset#binarized} adds to a description. */
  private static final String BINARIZED = "; binarized at random with (seed -?\\d+)";

  private ComparisonRemarks() {}

  /** What the nats of a model are, in a few words. */
  static String kind(ModelScore model) {
    String nats = model.isContinuous() ? "log density" : "log probability";
    return switch (model.objective()) {
      case LOG_PROBABILITY -> nats;
      case LOWER_BOUND -> "bound of " + nats;
      case GAME -> "no likelihood";
    };
  }

  static List<String> of(
      List<ModelScore> scores,
      Collection<? extends GenerativeModel> models,
      Samples examples,
      Optional<Dataset> data) {
    List<String> remarks = new ArrayList<>();
    onNats(remarks, scores, examples);
    onTraining(remarks, scores, examples, data);
    String devices =
        models.stream()
            .map(
                model ->
                    model instanceof NeuralModel neural ? Devices.name(neural.device()) : "cpu")
            .distinct()
            .collect(Collectors.joining(" and "));
    remarks.add(
        "Sampling: the time of %s, on %s."
            .formatted(NumberText.count(scores.get(0).samples().count(), "sample"), devices));
    return remarks;
  }

  private static void onNats(List<String> remarks, List<ModelScore> scores, Samples examples) {
    if (scores.stream().anyMatch(score -> score.objective().judges())) {
      remarks.add(
          "Nats: −log p(x) per example, mean ± standard error of %s; smaller is better."
              .formatted(NumberText.count(examples.count(), "example")));
    }
    if (scores.stream().anyMatch(score -> score.objective() == Objective.LOWER_BOUND)) {
      remarks.add("After ≤ stands a bound: the model itself may be better.");
    }
    some(scores, score -> !score.objective().judges())
        .ifPresent(
            names ->
                remarks.add(
                    "%s no likelihood: only samples can be compared."
                        .formatted(names.said("has", "have"))));
    List<ModelScore> judged = scores.stream().filter(s -> s.objective().judges()).toList();
    some(judged, ModelScore::isContinuous)
        .ifPresent(
            densities ->
                remarks.add(
                    densities.count() == judged.size()
                        ? "The nats are those of densities: they depend on the unit of the values, and may be below 0."
                        : "%s densities of real values and the others probabilities: their nats are different things and stand in columns of their own."
                            .formatted(densities.said("gives", "give"))));
    some(judged, score -> !score.isContinuous() && score.objective() == Objective.LOWER_BOUND)
        .filter(names -> examples.firstOutside(Integer.MAX_VALUE).isPresent())
        .ifPresent(
            names ->
                remarks.add(
                    "For values between 0 and 1 %s what is expected of pixels that are drawn from them as 0 or 1."
                        .formatted(names.said("says", "say"))));
    some(judged, score -> Double.isInfinite(score.mean()))
        .ifPresent(
            names ->
                remarks.add(
                    "Under %s some of the examples are impossible: −log p(x) is ∞."
                        .formatted(names.list())));
  }

  private static void onTraining(
      List<String> remarks, List<ModelScore> scores, Samples examples, Optional<Dataset> data) {
    some(scores, score -> score.training().isNever())
        .ifPresent(names -> remarks.add(names.said("was", "were") + " never trained."));
    some(scores, score -> Double.isNaN(score.training().seconds()))
        .ifPresent(
            names ->
                remarks.add(
                    "Of %s it is not recorded how long training took.".formatted(names.list())));
    List<ModelScore> known = scores.stream().filter(s -> s.training().knowsData()).toList();
    boolean binary = examples.isBinary();
    some(known, score -> binary && !score.training().binary() && !score.training().drawn())
        .ifPresent(
            names ->
                remarks.add(
                    "%s trained on values between 0 and 1, but the examples here are 0 and 1."
                        .formatted(names.said("was", "were"))));
    some(known, score -> !binary && (score.training().binary() || score.training().drawn()))
        .ifPresent(
            names ->
                remarks.add(
                    "%s trained on values 0 and 1, but the examples here have others."
                        .formatted(names.said("was", "were"))));
    some(known, score -> binary && score.training().drawn())
        .filter(names -> names.count() < known.size())
        .ifPresent(
            names ->
                remarks.add(
                    "%s trained on pixels drawn anew in each epoch, the others on fixed ones."
                        .formatted(names.said("was", "were"))));
    some(known, score -> score.training().fingerprint().equals(Fingerprint.of(examples)))
        .ifPresent(
            names ->
                remarks.add(
                    "%s trained on these very examples: those of a test say more."
                        .formatted(names.said("was", "were"))));
    List<ModelScore> comparable =
        known.stream()
            .filter(s -> s.training().binary() == binary && !s.training().drawn())
            .toList();
    if (data.isPresent()) {
      String fingerprint = Fingerprint.of(data.get().train());
      comparable.stream()
          .filter(score -> !score.training().fingerprint().equals(fingerprint))
          .forEach(score -> remarks.add(otherData(score, data.get())));
    } else if (comparable.stream().map(s -> s.training().fingerprint()).distinct().count() > 1) {
      remarks.add(
          "Not all were trained on the same examples: "
              + comparable.stream()
                  .map(score -> score.name() + " on " + described(score.training()))
                  .collect(Collectors.joining("; "))
              + ".");
    }
  }

  /** In what the training examples of a model differ from those of the data set. */
  private static String otherData(ModelScore score, Dataset data) {
    TrainingRecord training = score.training();
    String here = data.name() + " (" + data.description() + ")";
    if (here.equals(training.data() + " (" + training.description() + ")")) {
      return "%s was trained on other examples than %s has now."
          .formatted(score.name(), data.name());
    }
    boolean otherPixels =
        training.data().equals(data.name())
            && !unbinarized(training.description()).equals(training.description())
            && unbinarized(training.description()).equals(unbinarized(data.description()));
    return otherPixels
        ? "%s was trained on another binarization (%s) than that of the examples here (%s)."
            .formatted(
                score.name(),
                binarization(training.description()),
                binarization(data.description()))
        : "%s was trained on %s, and not on %s.".formatted(score.name(), described(training), here);
  }

  private static String described(TrainingRecord training) {
    return training.description().isEmpty()
        ? training.data() + " " + training.fingerprint()
        : training.data() + " (" + training.description() + ")";
  }

  private static String unbinarized(String description) {
    return description.replaceAll(BINARIZED, "");
  }

  private static String binarization(String description) {
    Matcher found = Pattern.compile(BINARIZED).matcher(description);
    return found.find() ? found.group(1) : "none";
  }

  private static Optional<Names> some(List<ModelScore> scores, Predicate<ModelScore> wanted) {
    List<String> names = scores.stream().filter(wanted).map(ModelScore::name).toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(new Names(names));
  }

  /** Names of models as the subject of a sentence. */
  private record Names(List<String> names) {

    int count() {
      return names.size();
    }

    String list() {
      int last = names.size() - 1;
      return last == 0
          ? names.get(0)
          : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    String said(String singular, String plural) {
      return list() + " " + (names.size() == 1 ? singular : plural);
    }
  }
}
