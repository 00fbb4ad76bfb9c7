package org.dgm4j.walk;

import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dgm4j.data.Samples;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;

/**
 * How a model is trained: two epochs with random options.
 *
 * @param count the number of examples to train on; the others are to validate on
 * @param options of the training
 * @param interrupted whether the training that leaves a checkpoint is interrupted after one epoch
 *     of two, or is one of one epoch
 * @param wild whether the learning rate is far too large, so that training may diverge
 */
record Plan(
    int count,
    List<UnaryOperator<Expression<Training>>> options,
    boolean interrupted,
    boolean wild) {

  private static final int EPOCHS = 2;

  /** Enough for several snapshots of the last good parameters, which are 20 steps apart. */
  private static final int MOST_STEPS = 45;

  /** What the data and the model allow. */
  enum May {
    BE_JUDGED,
    BE_BINARIZED
  }

  static Plan draw(Choice choice, int examples, List<May> may) {
    int validation = examples < 2 || choice.chance(0.3) ? 0 : choice.number(1, examples / 2);
    int count = examples - validation;
    int batch = choice.number(Math.max(1, count / MOST_STEPS), count + 10);
    List<UnaryOperator<Expression<Training>>> options = new ArrayList<>();
    options.add(training -> training.call("batchSize", batch, Training::batchSize));
    boolean follows = choice.chance(0.3);
    boolean wild = choice.chance(0.1);
    addOptimizer(choice, wild, follows, options);
    if (choice.chance(0.3)) {
      double decay = choice.real(1e-5, 0.1);
      options.add(training -> training.call("weightDecay", decay, Training::weightDecay));
    }
    if (may.contains(May.BE_BINARIZED)) {
      options.add(training -> training.call("dynamicBinarization", Training::dynamicBinarization));
    }
    if (validation > 0 && may.contains(May.BE_JUDGED) && choice.chance(0.3)) {
      int patience = choice.between(1, 2);
      options.add(training -> training.call("patience", patience, Training::patience));
    }
    if (choice.chance(0.1)) {
      options.add(training -> training.call("devices", "cpu", Training::devices));
    }
    if (choice.chance(0.5)) {
      options.add(training -> training.call("silent", Training::silent));
    }
    long seed = choice.seed();
    options.add(training -> training.call("seed", seed, Training::seed));
    return new Plan(count, options, follows || choice.chance(0.5), wild);
  }

  private static void addOptimizer(
      Choice choice,
      boolean wild,
      boolean follows,
      List<UnaryOperator<Expression<Training>>> options) {
    double momentum = choice.oneOf(0.0, 0.5, 0.9);
    String name = choice.oneOf("adam", "adam with momentum", "rmsProp", "sgd", "sgd with momentum");
    double usual = name.startsWith("sgd") ? choice.real(1e-5, 1e-3) : choice.real(1e-4, 1e-2);
    double rate = wild ? 1000 * usual : usual;
    Expression<Optimizer> optimizer =
        switch (name) {
          case "adam" -> optimizer("adam", () -> Optimizers.adam(rate), rate);
          case "rmsProp" -> optimizer("rmsProp", () -> Optimizers.rmsProp(rate), rate);
          case "sgd" -> optimizer("sgd", () -> Optimizers.sgd(rate), rate);
          case "sgd with momentum" ->
              optimizer("sgd", () -> Optimizers.sgd(rate, momentum), rate, momentum);
          default -> optimizer("adam", () -> Optimizers.adam(rate, momentum), rate, momentum);
        };
    options.add(
        training -> training.call("optimizer", optimizer, (t, made) -> t.optimizer(made.make())));
    if (follows) {
      double last = choice.oneOf(0.0, rate / 10);
      options.add(
          training -> training.call("finalLearningRate", last, Training::finalLearningRate));
    }
  }

  private static Expression<Optimizer> optimizer(
      String name, Supplier<Optimizer> value, Double... arguments) {
    String list = String.join(", ", Arrays.stream(arguments).map(Object::toString).toList());
    return new Expression<>("Optimizers.%s(%s)".formatted(name, list), value);
  }

  Expression<Training> training(NeuralModel model, Samples data) {
    return training(model, data, EPOCHS);
  }

  /** The one that leaves a checkpoint after its first epoch. */
  Expression<Training> firstPart(NeuralModel model, Samples data) {
    return training(model, data, interrupted ? EPOCHS : 1);
  }

  private Expression<Training> training(NeuralModel model, Samples data, int epochs) {
    Expression<Training> training =
        new Expression<>(
            "Training.of(model).data(data.first(%d), data.range(%1$d, data.count()))"
                .formatted(count),
            () -> Training.of(model).data(data.first(count), data.range(count, data.count())));
    training = training.call("epochs", epochs, Training::epochs);
    for (UnaryOperator<Expression<Training>> option : options) {
      training = option.apply(training);
    }
    return training;
  }
}
