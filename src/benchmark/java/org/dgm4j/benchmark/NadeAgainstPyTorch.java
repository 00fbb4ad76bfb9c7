package org.dgm4j.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;

/**
 * A training step of NADE (forward, backward, Adam) beside the same step in PyTorch, in one process
 * with two threads each. Before anything is timed, all forms must have the same loss over the first
 * steps of a training.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.NadeAgainstPyTorch -Dbenchmark=20}; the number is that of
 * the repetitions, 20 if it is none. The data are binarized MNIST of {@code DGM4J_DATA}, or else
 * drawn digits. {@code -Dbenchmark.waiting=active} lets idle threads of both engines spin, which
 * tells whether PyTorch loses by their sleep; on a busy machine it is very slow.
 */
public final class NadeAgainstPyTorch {

  private static final int BATCH = 100;
  private static final int HIDDEN = 500;
  private static final int SIDE = 28;
  private static final int COMPONENTS = 1;
  private static final int WARM_UP = 10;
  private static final int SAMPLES = 1000;
  private static final int[] BLOCKS = {4, 7, 14, 28};
  private static final int USUAL = 14;
  private static final int STACKED = 28;
  private static final float LEARNING_RATE = 1e-3f;
  private static final double TOLERANCE = 1e-4;
  private static final String FUSED = "dgm4j";

  private final int repetitions;
  private final Samples digits;
  private Stopwatch stopwatch;

  private NadeAgainstPyTorch(int repetitions) {
    this.repetitions = repetitions;
    Dataset data =
        Files.isDirectory(Datasets.folder().resolve("binarized_mnist"))
            ? Datasets.binarizedMnist()
            : Datasets.drawnDigits().binarized(1);
    digits = data.train().first(Math.min(data.train().count(), 50 * BATCH));
    System.out.printf("%s, %d repetitions, %s%n", data.name(), repetitions, Threads.describe());
  }

  /** Measures and prints a line for each form. */
  public static void main(String[] arguments) {
    Threads.set(2);
    NadeAgainstPyTorch benchmark = new NadeAgainstPyTorch(Stopwatch.repetitions(arguments, 20));
    benchmark.binaryData();
    benchmark.denseData();
    benchmark.samples();
    benchmark.sizes();
  }

  private static Engine pyTorch() {
    return Engine.getEngine("PyTorch");
  }

  private void binaryData() {
    stopwatch =
        new Stopwatch("training step, %d × %d binary pixels".formatted(BATCH, digits.dimensions()));
    steps(digits, true);
  }

  /** Without zeros no work can be spared, and NADE costs what it costs on real values. */
  private void denseData() {
    stopwatch =
        new Stopwatch(
            "training step, %d × %d ones and 5 %% zeros".formatted(BATCH, digits.dimensions()));
    steps(random(value -> value < 0.95 ? 1 : 0), false);
  }

  private Samples random(DoubleUnaryOperator value) {
    float[] values = new float[digits.count() * digits.dimensions()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(random.nextDouble());
    }
    return digits.withValues(values);
  }

  private void steps(Samples data, boolean allForms) {
    List<Form> forms = new ArrayList<>();
    try {
      forms.add(dgm4j(FUSED, SIDE));
      Map<String, float[]> start = parameters(forms.get(0).model());
      forms.add(pyTorch("PyTorch, loop over pixels", new Pixels(start)));
      for (int block : allForms ? BLOCKS : new int[] {USUAL}) {
        forms.add(pyTorch("PyTorch, added blocks of " + block, new Blocks(start, block, false)));
      }
      if (allForms) {
        forms.add(
            pyTorch("PyTorch, stacked blocks of " + STACKED, new Blocks(start, STACKED, true)));
      }
      Form.requireSameLoss(forms, WARM_UP, (form, step) -> form.step(data, step));
      for (int i = 0; i < repetitions; i++) {
        for (Form form : forms) {
          int step = i;
          stopwatch.time(form.name(), () -> form.step(data, step));
        }
      }
    } finally {
      forms.forEach(Form::close);
    }
    stopwatch.print();
  }

  private static Nade nade(int side) {
    return Nade.builder().image(side, side).hidden(HIDDEN).seed(1).build();
  }

  private static Form dgm4j(String name, int side) {
    return Form.of(name, nade(side), BATCH, LEARNING_RATE);
  }

  private static Form pyTorch(String name, Estimator block) {
    return Form.pyTorch(name, block, BATCH, block.dimensions(), LEARNING_RATE);
  }

  private static Map<String, float[]> parameters(Model model) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : model.getBlock().getParameters()) {
      values.put(entry.getValue().getName(), entry.getValue().getArray().toFloatArray());
    }
    return values;
  }

  private void samples() {
    stopwatch = new Stopwatch("%,d samples of %d pixels".formatted(SAMPLES, digits.dimensions()));
    try (Nade nade = nade(SIDE);
        NDManager manager = pyTorch().newBaseManager(Device.cpu())) {
      Training.of(nade)
          .data(digits)
          .epochs(4)
          .batchSize(100)
          .optimizer(Optimizers.adam(0.005))
          .seed(1)
          .start();
      Sampler sampler = new Sampler(manager, parameters(nade.djlModel()));
      double own = mean(nade.sample(SAMPLES, 1).values());
      double other = mean(sampler.draw());
      System.out.printf(Locale.ROOT, "mean of the samples: %.4f and %.4f%n", own, other);
      if (Math.abs(own - other) > 0.01) {
        throw new IllegalStateException("The two forms draw from other distributions");
      }
      for (int i = 0; i < WARM_UP; i++) {
        nade.sample(SAMPLES, i);
        sampler.draw();
      }
      for (int i = 0; i < repetitions; i++) {
        int seed = i;
        stopwatch.time(FUSED, () -> nade.sample(SAMPLES, seed));
        stopwatch.time("PyTorch, loop over pixels", sampler::draw);
      }
    }
    stopwatch.print();
  }

  private void sizes() {
    stopwatch = new Stopwatch("training step of dgm4j by the number of pixels, and on real values");
    Map<Form, Samples> forms = new LinkedHashMap<>();
    try {
      for (int side : new int[] {14, 28, 56}) {
        forms.put(
            dgm4j("%d pixels".formatted(side * side), side),
            digits.resized(side, side).binarized(1));
      }
      Rnade rnade =
          Nade.builder().image(SIDE, SIDE).hidden(HIDDEN).seed(1).mixture(COMPONENTS).build();
      forms.put(
          Form.of("784 real values, mixture of " + COMPONENTS, rnade, BATCH, LEARNING_RATE),
          random(value -> value));
      for (int i = 0; i < WARM_UP; i++) {
        int step = i;
        forms.forEach((form, data) -> form.step(data, step));
      }
      for (int i = 0; i < repetitions; i++) {
        int step = i;
        forms.forEach((form, data) -> stopwatch.time(form.name(), () -> form.step(data, step)));
      }
    } finally {
      forms.keySet().forEach(Form::close);
    }
    for (Map.Entry<Form, Samples> entry : forms.entrySet()) {
      double[] times = stopwatch.sorted(entry.getKey().name());
      System.out.printf(
          Locale.ROOT,
          "%-32s best %.4f s, median %.4f s; best by value %.1f µs; mean %.3f%n",
          entry.getKey().name(),
          times[0],
          times[times.length / 2],
          times[0] / entry.getValue().dimensions() * 1e6,
          mean(entry.getValue().values()));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** NADE by the operations of an engine, with given parameters. */
  private abstract static class Estimator extends AbstractBlock {
    private final Parameter[] parameters = new Parameter[4];
    private final int dimensions;

    Estimator(Map<String, float[]> start) {
      dimensions = start.get("outputBias").length;
      add(0, "weights", start, dimensions, HIDDEN);
      add(1, "outputWeights", start, dimensions, HIDDEN);
      add(2, "outputBias", start, dimensions);
      add(3, "hiddenBias", start, 1, HIDDEN);
    }

    private void add(int index, String name, Map<String, float[]> start, long... shape) {
      parameters[index] =
          addParameter(
              Parameter.builder()
                  .setName(name)
                  .setType(Parameter.Type.WEIGHT)
                  .optShape(new Shape(shape))
                  .optInitializer((manager, s, type) -> manager.create(start.get(name), s))
                  .build());
    }

    int dimensions() {
      return dimensions;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      NDArray x = inputs.singletonOrThrow();
      NDArray[] values =
          Arrays.stream(parameters)
              .map(parameter -> store.getValue(parameter, x.getDevice(), training))
              .toArray(NDArray[]::new);
      // What is computed from a parameter is freed with the batch.
      Arrays.stream(values).forEach(value -> value.tempAttach(x.getManager()));
      NDArray activation = x.getManager().zeros(new Shape(x.getShape().get(0), 1)).add(values[3]);
      NDArray logits = logits(x, values[0], values[1], activation).add(values[2]);
      NDArray softplus = logits.maximum(0).add(logits.abs().neg().exp().add(1).log());
      return new NDList(x.mul(logits).sub(softplus).sum(new int[] {1}));
    }

    /**
     * V_d · h_d for every dimension d, shape (batch, D).
     *
     * @param w shape (D, H)
     * @param v shape (D, H)
     * @param activation c for every example, shape (batch, H)
     */
    abstract NDArray logits(NDArray x, NDArray w, NDArray v, NDArray activation);

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return new Shape[] {new Shape(inputShapes[0].get(0))};
    }
  }

  /** One dimension after the other. */
  private static final class Pixels extends Estimator {
    Pixels(Map<String, float[]> start) {
      super(start);
    }

    @Override
    NDArray logits(NDArray x, NDArray w, NDArray v, NDArray activation) {
      NDList pixels = x.split(dimensions(), 1);
      NDList weights = w.split(dimensions(), 0);
      NDList outputs = v.transpose().split(dimensions(), 1);
      NDArray a = activation;
      NDList logits = new NDList();
      for (int d = 0; d < dimensions(); d++) {
        logits.add(a.getNDArrayInternal().sigmoid().matMul(outputs.get(d)));
        a = a.add(pixels.get(d).matMul(weights.get(d)));
      }
      return NDArrays.concat(logits, 1);
    }
  }

  /** Several dimensions in one matrix product, each with the later ones masked out. */
  private static final class Blocks extends Estimator {
    private final int size;
    private final boolean stacked;

    /**
     * @param stacked whether the activations so far come into the product by stacked identities, or
     *     are added to it
     */
    Blocks(Map<String, float[]> start, int size, boolean stacked) {
      super(start);
      this.size = size;
      this.stacked = stacked;
    }

    @Override
    NDArray logits(NDArray x, NDArray w, NDArray v, NDArray activation) {
      int count = dimensions() / size;
      NDManager manager = x.getManager();
      NDArray before = manager.create(strictlyLower(size), new Shape(size, 1, size));
      int batch = Math.toIntExact(x.getShape().get(0));
      NDArray identities = manager.zeros(new Shape(size, 1, 1)).add(manager.eye(batch));
      NDList pixels = x.split(count, 1);
      NDList weights = w.split(count, 0);
      NDList outputs = v.split(count, 0);
      NDArray a = activation;
      NDList logits = new NDList();
      for (int k = 0; k < count; k++) {
        NDArray part = pixels.get(k);
        NDArray masked = part.expandDims(0).mul(before);
        NDArray sum =
            stacked
                ? masked.concat(identities, 2).matMul(weights.get(k).concat(a, 0))
                : masked.matMul(weights.get(k)).add(a.expandDims(0));
        NDArray hidden = sum.getNDArrayInternal().sigmoid();
        logits.add(hidden.matMul(outputs.get(k).expandDims(2)).squeeze(2));
        a = a.add(part.matMul(weights.get(k)));
      }
      return NDArrays.concat(logits, 0).transpose();
    }

    private static float[] strictlyLower(int size) {
      float[] mask = new float[size * size];
      IntStream.range(0, size).forEach(i -> Arrays.fill(mask, i * size, i * size + i, 1));
      return mask;
    }
  }

  /** Draws with PyTorch, one dimension after the other, all samples at once. */
  private static final class Sampler {
    private final NDManager manager;
    private final NDArray hiddenBias;
    private final NDArray outputBias;
    private final NDList weights;
    private final NDList outputs;

    Sampler(NDManager manager, Map<String, float[]> start) {
      this.manager = manager;
      int dimensions = start.get("outputBias").length;
      Shape shape = new Shape(dimensions, HIDDEN);
      hiddenBias = manager.create(start.get("hiddenBias"), new Shape(1, HIDDEN));
      outputBias = manager.create(start.get("outputBias"), new Shape(dimensions, 1, 1));
      weights = manager.create(start.get("weights"), shape).split(dimensions, 0);
      outputs = manager.create(start.get("outputWeights"), shape).transpose().split(dimensions, 1);
    }

    float[] draw() {
      try (NDManager step = manager.newSubManager()) {
        NDArray a = step.zeros(new Shape(SAMPLES, 1)).add(hiddenBias);
        NDList uniform =
            step.randomUniform(0, 1, new Shape(SAMPLES, weights.size())).split(weights.size(), 1);
        NDList drawn = new NDList();
        for (int d = 0; d < weights.size(); d++) {
          try (NDScope operation = new NDScope()) {
            operation.suppressNotUsedWarning();
            NDArray p =
                a.getNDArrayInternal()
                    .sigmoid()
                    .matMul(outputs.get(d))
                    .add(outputBias.get(d))
                    .getNDArrayInternal()
                    .sigmoid();
            NDArray x = uniform.get(d).lt(p).toType(DataType.FLOAT32, false);
            a.addi(x.matMul(weights.get(d)));
            NDScope.unregister(x);
            drawn.add(x);
          }
        }
        return NDArrays.concat(drawn, 1).toFloatArray();
      }
    }
  }
}
