package org.dgm4j.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.variational.Vae;

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

  private final Samples digits = Datasets.drawnDigits().binarized(1).train().first(30 * BATCH);

  private VaeAgainstPyTorch() {}

  /** Measures and prints a line for each form. */
  public static void main(String[] arguments) {
    Threads.set(2);
    System.out.println(Threads.describe());
    new VaeAgainstPyTorch().measure(Stopwatch.repetitions(arguments, 50));
  }

  private static Vae vae() {
    return Vae.builder().image(SIDE, SIDE).latent(LATENT).hidden(HIDDEN, HIDDEN).seed(1).build();
  }

  private void measure(int repetitions) {
    Stopwatch stopwatch = new Stopwatch("training step, batch " + BATCH);
    List<Form> forms = new ArrayList<>();
    try (Vae source = vae()) {
      Network network = new Network(source.djlModel());
      forms.add(Form.of("dgm4j", vae(), BATCH, LEARNING_RATE));
      Block block = ((CompiledBlock) source.djlModel().getBlock()).block();
      forms.add(Form.of("dgm4j, not compiled", block, BATCH, LEARNING_RATE));
      forms.add(Form.pyTorch("PyTorch", network, BATCH, digits.dimensions(), LEARNING_RATE));
      Form.requireSameLoss(forms, WARM_UP, (form, step) -> form.step(inputs(source, step), true));
      for (int i = 0; i < repetitions; i++) {
        int step = i;
        for (Form form : forms) {
          for (boolean update : new boolean[] {false, true}) {
            stopwatch.time(
                form.name() + (update ? ", whole step" : ", forward and backward"),
                () -> form.step(inputs(source, step), update));
          }
        }
      }
    } finally {
      forms.forEach(Form::close);
    }
    stopwatch.print();
  }

  /** Examples, noise and β of a step. */
  private List<Form.Input> inputs(Vae vae, int step) {
    try (NDManager manager = vae.djlModel().getNDManager().newSubManager()) {
      Samples examples = Form.examples(digits, step, BATCH);
      return vae.inputs(manager, examples, new PassContext(true, 1, step)).stream()
          .map(array -> new Form.Input(array.toFloatArray(), array.getShape()))
          .toList();
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
