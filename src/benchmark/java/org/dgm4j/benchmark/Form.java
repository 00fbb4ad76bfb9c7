package org.dgm4j.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.training.Optimizers;

/** A model under training with Adam, in one of several forms that are compared. */
final class Form implements AutoCloseable {

  private static final double TOLERANCE = 1e-4;

  private final String name;
  private final int batch;
  private final AutoCloseable owner;
  private final Model model;
  private final Trainer trainer;
  private final Optimizer optimizer;
  private boolean heap = true;
  private double loss;

  /** One of ours. */
  static Form of(String name, NeuralModel model, int batch, float learningRate) {
    return new Form(name, batch, model, model.djlModel(), Optimizers.adam(learningRate));
  }

  /** The same block, used without our model around it. */
  static Form of(String name, Block block, int batch, float learningRate) {
    Model model = Model.newInstance(name, Device.cpu(), MxNet.engine().getEngineName());
    model.setBlock(block);
    return new Form(name, batch, model, model, Optimizers.adam(learningRate));
  }

  /** A block for PyTorch, from examples of so many dimensions to their log-probabilities. */
  static Form pyTorch(String name, Block block, int batch, int dimensions, float learningRate) {
    Model model = Model.newInstance(name, Device.cpu(), "PyTorch");
    model.setBlock(block);
    block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(batch, dimensions));
    Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(learningRate)).build();
    return new Form(name, batch, model, model, adam);
  }

  private Form(String name, int batch, AutoCloseable owner, Model model, Optimizer optimizer) {
    this.name = name;
    this.batch = batch;
    this.owner = owner;
    this.model = model;
    this.optimizer = optimizer;
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(new MeanLoss())
            .optOptimizer(optimizer)
            .optDevices(new Device[] {Device.cpu()})
            .addTrainingListeners(
                new TrainingListenerAdapter() {
                  @Override
                  public void onTrainingBatch(Trainer trainer, BatchData data) {
                    NDList predictions = data.getPredictions().values().iterator().next();
                    float[] values = predictions.singletonOrThrow().toFloatArray();
                    loss = 0;
                    for (int n = 0; n < batch; n++) {
                      loss -= values[n] / batch;
                    }
                  }
                });
    trainer = model.newTrainer(config);
  }

  String name() {
    return name;
  }

  /** The same with all of it computed by the operations of MXNet. */
  Form withoutHeap() {
    heap = false;
    return this;
  }

  Model model() {
    return model;
  }

  /** One array that the block takes, the examples first. */
  record Input(float[] values, Shape shape) {}

  /** One step with a batch of the data; returns the loss before it, in nats. */
  double step(Samples data, int index) {
    Samples examples = examples(data, index, batch);
    Shape shape = new Shape(batch, data.dimensions());
    return step(List.of(new Input(examples.values(), shape)), true);
  }

  /** The batch of a step; after the last one it is the first again. */
  static Samples examples(Samples data, int index, int batch) {
    int from = index * batch % (data.count() - batch + 1);
    return data.range(from, from + batch);
  }

  /**
   * One step with all of its work done at the end; returns the loss before it, in nats.
   *
   * @param update whether the parameters are updated after forward and backward
   */
  double step(List<Input> arrays, boolean update) {
    System.setProperty(HeapOperator.PROPERTY, Boolean.toString(heap));
    NDManager manager = trainer.getManager().newSubManager();
    boolean own = manager.getEngine().getEngineName().equals(MxNet.engine().getEngineName());
    NDList inputs = new NDList();
    for (Input array : arrays) {
      inputs.add(
          own
              ? MxNet.array(manager, array.values(), array.shape())
              : manager.create(array.values(), array.shape()));
    }
    NDList labels = new NDList(inputs.head());
    try (Batch step =
        new Batch(manager, inputs, labels, batch, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
      EasyTrain.trainBatch(trainer, step);
      if (update) {
        Optimizers.step(trainer, optimizer);
      }
      // PyTorch's CPU has done all of its work by now.
      if (own) {
        JnaUtils.waitAll();
      }
      return loss;
    }
  }

  /**
   * Takes some steps with all forms, and compares their losses in each with the first form's.
   *
   * @param step takes a step with a form, by its number
   */
  static void requireSameLoss(List<Form> forms, int steps, ToDoubleBiFunction<Form, Integer> step) {
    double largest = 0;
    double expected = 0;
    for (int i = 0; i < steps; i++) {
      expected = step.applyAsDouble(forms.get(0), i);
      for (Form form : forms.subList(1, forms.size())) {
        double loss = step.applyAsDouble(form, i);
        double difference = Math.abs(loss - expected) / Math.abs(expected);
        if (!(difference <= TOLERANCE)) {
          throw new IllegalStateException(
              "Step %d of %s has the loss %s, but that of %s %s"
                  .formatted(i + 1, forms.get(0).name, expected, form.name, loss));
        }
        largest = Math.max(largest, difference);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "step %d: %.3f nats; largest relative difference so far %.1e%n",
        steps,
        expected,
        largest);
  }

  @Override
  public void close() {
    trainer.close();
    try {
      owner.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class MeanLoss extends Loss {
    MeanLoss() {
      super("nats");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      NDArray objective = predictions.singletonOrThrow();
      boolean hasParts = objective.getShape().dimension() > 1;
      return (hasParts ? objective.get(0) : objective).mean().neg();
    }
  }
}
