package org.dgm4j.benchmark;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * A model, the data it learns and how it is trained: all that its parameters depend on, so that
 * they are the same bit for bit when it is trained again on the same machine.
 *
 * @param model makes it, with fresh parameters
 * @param data loads them
 * @param epochs it is trained for
 * @param options adds all other options but the seed, which is {@link #SEED}
 */
record Recipe(
    Supplier<NeuralModel> model,
    Supplier<Dataset> data,
    int epochs,
    UnaryOperator<Training> options) {

  static final long SEED = 42;

  /** AR(N) on the fixed binarization of MNIST. */
  static Recipe autoRegressive() {
    return new Recipe(
        () ->
            AutoRegressive.builder()
                .image(28, 28)
                .order(AutoRegressive.ALL)
                .ordering(Ordering.random(1))
                .build(),
        Datasets::binarizedMnist,
        40,
        training -> falling(training, 5e-3, 1e-5).weightDecay(2e-4).batchSize(100).patience(5));
  }

  /** NADE with 500 hidden units on the fixed binarization of MNIST. */
  static Recipe nade() {
    return new Recipe(
        () -> Nade.builder().image(28, 28).hidden(500).seed(SEED).build(),
        Datasets::binarizedMnist,
        30,
        training -> falling(training, 2e-3, 1e-6).batchSize(100).patience(5));
  }

  /** The same on a binarization of MNIST whose labels are known, with classes or without (0). */
  static Recipe nadeOnLabelledDigits(int classes) {
    return new Recipe(
        () -> {
          Nade.Builder builder = Nade.builder().image(28, 28).hidden(500).seed(SEED);
          return (classes == 0 ? builder : builder.classes(classes)).build();
        },
        () -> Datasets.mnist().binarized(SEED),
        nade().epochs,
        nade().options);
  }

  /** Two Row LSTMs on the fixed binarization of MNIST. */
  static Recipe rowLstm(int epochs) {
    return pixelRnn(PixelRnn.builder().rowLstm().layers(2).hidden(24), epochs);
  }

  /** One Diagonal BiLSTM on the fixed binarization of MNIST. */
  static Recipe diagonalBiLstm(int epochs) {
    return pixelRnn(PixelRnn.builder().diagonalBiLstm().hidden(16), epochs);
  }

  private static Recipe pixelRnn(PixelRnn.Builder builder, int epochs) {
    return new Recipe(
        () -> builder.image(28, 28).seed(SEED).build(),
        Datasets::binarizedMnist,
        epochs,
        training -> falling(training, 3e-3, 1e-5).batchSize(20));
  }

  /** The smaller VAE of Burda, Grosse and Salakhutdinov (2016). */
  static Recipe vae(Supplier<Dataset> data, int epochs, UnaryOperator<Training> more) {
    return vae(UnaryOperator.identity(), data, epochs, more);
  }

  /** The same with 10 classes on a binarization of MNIST whose labels are known. */
  static Recipe vaeWithClasses() {
    return vae(
        builder -> builder.classes(10),
        () -> Datasets.mnist().binarized(SEED),
        35,
        training -> training.patience(10));
  }

  private static Recipe vae(
      UnaryOperator<Vae.Builder> change,
      Supplier<Dataset> data,
      int epochs,
      UnaryOperator<Training> more) {
    Vae.Builder builder =
        change.apply(Vae.builder().image(28, 28).latent(50).hidden(200, 200).tanh());
    return new Recipe(
        () -> builder.seed(SEED).build(),
        data,
        epochs,
        training -> more.apply(falling(training, 2e-3, 1e-5).batchSize(100)));
  }

  /** A training with Adam, whose learning rate falls. */
  static Training falling(Training training, double learningRate, double last) {
    return training.optimizer(Optimizers.adam(learningRate)).finalLearningRate(last);
  }

  /** The same for another number of epochs. */
  Recipe lasting(int otherEpochs) {
    return new Recipe(model, data, otherEpochs, options);
  }

  /** Trains, or goes on where a training with this checkpoint was stopped. */
  TrainingRun train(NeuralModel fresh, Dataset examples, String checkpoint) {
    return options
        .apply(Training.of(fresh).data(examples).epochs(epochs).seed(SEED))
        .checkpoint(checkpoint)
        .resume()
        .start();
  }
}
