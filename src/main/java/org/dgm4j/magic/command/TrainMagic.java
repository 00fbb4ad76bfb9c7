package org.dgm4j.magic.command;

import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Trains a model on data, with a live curve; returns the run.")
public final class TrainMagic extends Magic {

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model, such as nade.")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "A data set, such as digits, or samples, such as digits.train().")
  private String data;

  @Option(
      names = "--" + TrainingOptions.EPOCHS,
      paramLabel = "N",
      defaultValue = "" + TrainingOptions.DEFAULT_EPOCHS,
      description = "How often each example is used (${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--" + TrainingOptions.BATCH_SIZE,
      paramLabel = "N",
      description = "Examples of one step (the model's).")
  private Integer batchSize;

  @Option(
      names = "--" + TrainingOptions.OPTIMIZER,
      paramLabel = "NAME",
      description = "adam, rmsprop or sgd (the model's).")
  private String optimizer;

  @Option(
      names = "--" + TrainingOptions.LEARNING_RATE,
      paramLabel = "RATE",
      description =
          "The learning rate of all steps (the model's, which may fall; with another optimizer,"
              + " 0.001).")
  private Double learningRate;

  @Option(
      names = "--" + TrainingOptions.MOMENTUM,
      paramLabel = "MOMENTUM",
      description = "That of sgd, or β₁ of adam (the model's).")
  private Double momentum;

  @Option(
      names = "--" + TrainingOptions.FINAL_LEARNING_RATE,
      paramLabel = "RATE",
      description =
          "Lets the learning rate fall to this one until the last epoch (the model's, unless"
              + " another learning rate or optimizer is given).")
  private Double finalLearningRate;

  @Option(
      names = "--" + TrainingOptions.WEIGHT_DECAY,
      paramLabel = "DECAY",
      defaultValue = "" + TrainingOptions.DEFAULT_WEIGHT_DECAY,
      description = "Adds DECAY/2 times the sum of all squared weights to the nats (none).")
  private double weightDecay;

  @Option(
      names = "--" + TrainingOptions.PATIENCE,
      paramLabel = "N",
      description = "Stops after N epochs without a better validation, and goes back to the best.")
  private Integer patience;

  @Option(
      names = "--" + TrainingOptions.CHECKPOINT,
      paramLabel = "FILE",
      description = "Writes model and training there after each epoch.")
  private String checkpoint;

  @Option(
      names = "--" + TrainingOptions.DYNAMIC_BINARIZATION,
      description = "Draws the pixels of the training images anew as 0 or 1 in each epoch.")
  private boolean dynamicBinarization;

  @Option(
      names = "--" + TrainingOptions.DEVICES,
      paramLabel = "DEVICE",
      split = ",",
      description = "Trains on several devices at once, as gpu:0,gpu:1 (the model's).")
  private String[] devices;

  @Option(
      names = "--" + TrainingOptions.RESUME,
      description = "Goes on from the checkpoint, if there is one.")
  private boolean resume;

  @Option(
      names = "--" + TrainingOptions.SEED,
      paramLabel = "N",
      description =
          "The seed of the examples' order (the notebook's; when resumed, the checkpoint's).")
  private Long seed;

  @Override
  public Outcome run(Notebook notebook) {
    if (resume && checkpoint == null) {
      throw new UserError("--resume needs the file to go on from: add --checkpoint FILE");
    }
    Training training =
        Training.of(
                evaluate(
                    notebook,
                    model,
                    NeuralModel.class,
                    "a model that can be trained: type for example %train nade digits"))
            .epochs(epochs)
            .weightDecay(weightDecay);
    Object examples = evaluate(notebook, data, Object.class, "a data set or samples");
    if (examples instanceof Dataset dataset) {
      training.data(dataset);
    } else if (examples instanceof Samples samples) {
      if (patience != null) {
        throw new UserError(
            "--patience needs validation examples, which samples do not have: give a data set, such"
                + " as digits, or leave --patience out");
      }
      training.data(samples);
    } else {
      throw wrongType(data, examples, "a data set or samples");
    }
    if (batchSize != null) {
      training.batchSize(batchSize);
    }
    if (optimizer != null) {
      training.optimizerNamed(optimizer);
    }
    if (learningRate != null) {
      training.learningRate(learningRate);
    }
    if (momentum != null) {
      training.momentum(momentum);
    }
    if (finalLearningRate != null) {
      training.finalLearningRate(finalLearningRate);
    }
    if (patience != null) {
      training.patience(patience);
    }
    if (checkpoint != null) {
      training.checkpoint(checkpoint);
    }
    if (dynamicBinarization) {
      training.dynamicBinarization();
    }
    if (resume) {
      training.resume();
    }
    if (devices != null) {
      training.devices(devices);
    }
    if (seed != null) {
      training.seed(seed);
    }
    return Outcome.alreadyShown(training.start());
  }
}
