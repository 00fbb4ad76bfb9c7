package org.dgm4j.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dgm4j.data.Datasets;
import org.dgm4j.data.Samples;
import org.dgm4j.model.CompiledBlock;
import org.dgm4j.model.MxNet;
import org.dgm4j.model.Pass;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Optimizers;

/**
 * A training step of an MLP VAE 784-500-500-20 (forward, backward, Adam) beside the same step in
 * PyTorch, in one process with two threads each, by turns. Before anything is timed, all forms must
 * have the same loss over the first steps of a training, with the same noise.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.VaeAgainstPyTorch -Dbenchmark=50}; the number is that of
 * the repetitions, 50 if it is none.
 */
public final class VaeAgainstPyTorch {

  private static final int BATCH = 100;
  private static final int HIDDEN = 500;
  private static final int LATENT = 20;
  private static final int SIDE = 28;
  private static final int WARM_UP = 20;
  private static final float LEARNING_RATE = 1e-3f;
  private static final double TOLERANCE = 1e-4;

  private final Samples digits = Datasets.drawnDigits().binarized(1).train().first(30 * BATCH);
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private VaeAgainstPyTorch() {}

  /** Measures and prints a line for each form. */
  public static void main(String[] arguments) {
    System.setProperty("ai.djl.default_engine", "MXNet");
    System.setProperty("ai.djl.pytorch.num_threads", "2");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    MxNet.engine();
    boolean given = arguments.length > 0 && arguments[0].matches("\\d+");
    System.out.printf(
        Locale.ROOT,
        "OMP_NUM_THREADS=%s, OMP_WAIT_POLICY=%s, PyTorch %s, load average %.1f%n",
        System.getenv("OMP_NUM_THREADS"),
        System.getenv("OMP_WAIT_POLICY"),
        Engine.getEngine("PyTorch").getVersion(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    new VaeAgainstPyTorch().measure(given ? Integer.parseInt(arguments[0]) : 50);
  }

  private static Vae vae() {
    return Vae.builder().image(SIDE, SIDE).latent(LATENT).hidden(HIDDEN, HIDDEN).seed(1).build();
  }

  private void measure(int repetitions) {
    Vae compiled = vae();
    Vae imperative = vae();
    imperative.djlModel().setBlock(((CompiledBlock) imperative.djlModel().getBlock()).block());
    Model pyTorch = Model.newInstance("vae", Device.cpu(), "PyTorch");
    Network network = new Network(compiled.djlModel());
    pyTorch.setBlock(network);
    network.initialize(
        pyTorch.getNDManager(), DataType.FLOAT32, new Shape(BATCH, digits.dimensions()));
    Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(LEARNING_RATE)).build();
    List<Form> forms =
        List.of(
            new Form("dgm4j", compiled.djlModel(), Optimizers.adam(LEARNING_RATE)),
            new Form("dgm4j, not compiled", imperative.djlModel(), Optimizers.adam(LEARNING_RATE)),
            new Form("PyTorch", pyTorch, adam));
    try {
      for (int i = 0; i < WARM_UP; i++) {
        double expected = forms.get(0).step(compiled, i, true);
        for (Form form : forms.subList(1, forms.size())) {
          double loss = form.step(compiled, i, true);
          if (!(Math.abs(loss - expected) <= TOLERANCE * Math.abs(expected))) {
            throw new IllegalStateException(
                "Step %d has the loss %s, but with %s %s"
                    .formatted(i + 1, expected, form.name, loss));
          }
        }
      }
      for (int i = 0; i < repetitions; i++) {
        for (Form form : forms) {
          time(form.name + ", forward and backward", form, compiled, i, false);
          time(form.name + ", whole step", form, compiled, i, true);
        }
      }
    } finally {
      forms.forEach(form -> form.trainer.close());
      compiled.close();
      imperative.close();
      pyTorch.close();
    }
    seconds.forEach(
        (name, times) -> {
          double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              Locale.ROOT,
              "%-44s best %.2f ms, median %.2f ms%n",
              name,
              1e3 * sorted[0],
              1e3 * sorted[sorted.length / 2]);
        });
  }

  private void time(String name, Form form, Vae vae, int step, boolean update) {
    long began = System.nanoTime();
    form.step(vae, step, update);
    seconds.computeIfAbsent(name, n -> new ArrayList<>()).add((System.nanoTime() - began) * 1e-9);
  }

  /** A model under training. */
  private final class Form {
    private final String name;
    private final Model model;
    private final Trainer trainer;
    private double loss;

    Form(String name, Model model, Optimizer optimizer) {
      this.name = name;
      this.model = model;
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(new MeanLoss())
                  .optOptimizer(optimizer)
                  .optDevices(new Device[] {Device.cpu()})
                  .addTrainingListeners(
                      new TrainingListenerAdapter() {
                        @Override
                        public void onTrainingBatch(Trainer trainer, BatchData data) {
                          NDList rows = data.getPredictions().values().iterator().next();
                          float[] values = rows.singletonOrThrow().toFloatArray();
                          loss = 0;
                          for (int n = 0; n < BATCH; n++) {
                            loss -= values[n] / BATCH;
                          }
                        }
                      }));
    }

    /** One step with all of its work done at the end; returns the loss before it, in nats. */
    double step(Vae vae, int index, boolean update) {
      int from = index * BATCH % (digits.count() - BATCH + 1);
      NDManager manager = trainer.getManager().newSubManager();
      NDList inputs;
      try (NDManager heap = vae.djlModel().getNDManager().newSubManager()) {
        Pass pass = new Pass(true, 1, index);
        inputs = copies(manager, vae.inputs(heap, digits.range(from, from + BATCH), pass));
      }
      NDList labels = new NDList(inputs.head());
      try (Batch batch =
          new Batch(manager, inputs, labels, BATCH, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
        EasyTrain.trainBatch(trainer, batch);
        if (update) {
          trainer.step();
        }
        for (Pair<String, Parameter> entry : model.getBlock().getParameters()) {
          NDArray array = entry.getValue().getArray();
          try (NDArray first = (update ? array : array.getGradient()).get("0:1")) {
            first.toFloatArray();
          }
        }
        return loss;
      }
    }

    private NDList copies(NDManager manager, NDList inputs) {
      boolean pyTorch = model.getBlock() instanceof Network;
      NDList copies = new NDList();
      for (NDArray input : inputs) {
        float[] values = input.toFloatArray();
        Shape shape = input.getShape();
        copies.add(pyTorch ? manager.create(values, shape) : MxNet.array(manager, values, shape));
      }
      return copies;
    }
  }

  private static final class MeanLoss extends Loss {
    MeanLoss() {
      super("nats");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      return predictions.singletonOrThrow().get(0).mean().neg();
    }
  }

  /** The VAE by the operations of an engine, with the parameters of a model in their order. */
  private static final class Network extends AbstractBlock {
    private static final int LAYERS = 7;

    private final List<Parameter> parameters = new ArrayList<>();

    Network(Model start) {
      for (Pair<String, Parameter> entry : start.getBlock().getParameters()) {
        NDArray array = entry.getValue().getArray();
        float[] values = array.toFloatArray();
        parameters.add(
            addParameter(
                Parameter.builder()
                    .setName("p" + parameters.size())
                    .setType(Parameter.Type.WEIGHT)
                    .optShape(array.getShape())
                    .optInitializer((manager, shape, type) -> manager.create(values, shape))
                    .build()));
      }
      if (parameters.size() != 2 * LAYERS) {
        throw new IllegalStateException("There are " + parameters.size() + " parameters");
      }
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      NDArray x = inputs.get(0);
      NDArray features = relu(layer(store, 1, relu(layer(store, 0, x, training)), training));
      NDArray mean = layer(store, 2, features, training);
      NDArray logVariance = layer(store, 3, features, training);
      NDArray deviation = logVariance.mul(0.5).exp();
      NDArray z = inputs.get(1).mul(deviation).add(mean);
      NDArray decoded = relu(layer(store, 5, relu(layer(store, 4, z, training)), training));
      NDArray logits = layer(store, 6, decoded, training);
      NDArray reconstruction =
          x.mul(logits).sub(logits.getNDArrayInternal().softPlus()).sum(new int[] {1});
      NDArray divergence =
          mean.square().add(deviation.square()).sub(logVariance).sub(1).mul(0.5).sum(new int[] {1});
      NDArray objective = reconstruction.sub(divergence.mul(inputs.get(2)));
      return new NDList(NDArrays.stack(new NDList(objective, reconstruction, divergence.neg()), 0));
    }

    private NDArray layer(ParameterStore store, int index, NDArray x, boolean training) {
      NDArray weight = store.getValue(parameters.get(2 * index), x.getDevice(), training);
      NDArray bias = store.getValue(parameters.get(2 * index + 1), x.getDevice(), training);
      return Linear.linear(x, weight, bias).singletonOrThrow();
    }

    private static NDArray relu(NDArray x) {
      return x.getNDArrayInternal().relu();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return new Shape[] {new Shape(3, inputShapes[0].get(0))};
    }
  }
}
