package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.registry.ModelArchive;

/** All of a training's state between two epochs, apart from the model and the optimizer. */
final class Checkpoint {

  private static final String TRAINING = "training";
  private static final String OPTIMIZER = "optimizer";
  private static final String BEST = "best";
  private static final String GUARD = "guard";

  private final String recipe;
  private long seed;
  private final List<Epoch> epochs = new ArrayList<>();
  private TrainingCurve curve = new TrainingCurve();
  private int bestEpoch;
  private double bestNats = Double.POSITIVE_INFINITY;
  private ParameterSnapshot best;
  private double worst = Double.NaN;
  private ParameterSnapshot lastGood;

  /**
   * The state before the first epoch.
   *
   * @param recipe what must be the same when training is resumed, in words
   */
  Checkpoint(String recipe, long seed) {
    this.recipe = recipe;
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  TrainingCurve curve() {
    return curve;
  }

  /** How long training has taken so far. */
  double seconds() {
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).seconds();
  }

  /** The order of the examples in an epoch: depends on the seed and the epoch alone. */
  int[] order(int epoch, int count) {
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed + epoch).nextLong());
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** What a model draws for a batch of an epoch, or, for epoch 0, of the validation. */
  long seed(int epoch, int batch) {
    SplittableRandom random = new SplittableRandom(seed - epoch);
    return new SplittableRandom(random.nextLong() + batch).nextLong();
  }

  /** Adds an epoch, and remembers the model's parameters if it is the best one. */
  void add(Epoch epoch, NeuralModel model) {
    epochs.add(epoch);
    if (epoch.validationNats() < bestNats) {
      bestNats = epoch.validationNats();
      bestEpoch = epoch.number();
      best = model.snapshot();
    }
  }

  int epochsSinceBest() {
    return best == null ? 0 : epochs.size() - bestEpoch;
  }

  /**
   * Remembers by what a divergence is told, and what is then put back.
   *
   * @param worst the loss from which on it is one; NaN if not known yet
   */
  void guard(double worst, ParameterSnapshot lastGood) {
    this.worst = worst;
    this.lastGood = lastGood;
  }

  double worst() {
    return worst;
  }

  /** Null if there is none yet. */
  ParameterSnapshot lastGood() {
    return lastGood;
  }

  /** Puts the parameters of the best epoch back, and says which it was. */
  int restoreBest(NeuralModel model) {
    model.restore(best);
    return bestEpoch;
  }

  void save(Path file, NeuralModel model, StatefulOptimizer optimizer) {
    Map<String, ModelArchive.Writer> extras = new LinkedHashMap<>();
    extras.put(TRAINING, this::write);
    extras.put(OPTIMIZER, out -> optimizer.save(block(model), model.device(), out));
    if (best != null) {
      extras.put(BEST, best::write);
    }
    extras.put(
        GUARD,
        out -> {
          out.writeDouble(worst);
          lastGood.write(out);
        });
    ModelArchive.write(file, model, extras);
  }

  /**
   * Reads everything that {@link #save} wrote, and only then changes the model and the optimizer.
   *
   * @param devices of the training that goes on
   * @throws IllegalArgumentException if the file is no checkpoint of such a training
   */
  static Checkpoint load(
      Path file,
      String recipe,
      NeuralModel model,
      StatefulOptimizer optimizer,
      List<Device> devices) {
    ModelArchive archive = ModelArchive.read(file);
    archive.requireSameModel(model);
    Checkpoint checkpoint = new Checkpoint(recipe, 0);
    archive.read(TRAINING, in -> checkpoint.read(in, file));
    if (archive.has(BEST)) {
      archive.read(BEST, in -> checkpoint.best = snapshot(in, model));
    }
    if (archive.has(GUARD)) { // checkpoints of older versions have none
      archive.read(GUARD, in -> checkpoint.guard(in.readDouble(), snapshot(in, model)));
    }
    Runnable[] restoreOptimizer = new Runnable[1];
    archive.read(OPTIMIZER, in -> restoreOptimizer[0] = optimizer.read(block(model), devices, in));
    archive.loadInto(model);
    restoreOptimizer[0].run();
    return checkpoint;
  }

  /** How the training of a checkpoint was begun, in the words of {@link TrainingOptions#recipe}. */
  static String recipe(Path file) {
    String[] recipe = new String[1];
    ModelArchive.read(file).read(TRAINING, in -> recipe[0] = in.readUTF());
    return recipe[0];
  }

  private static ParameterSnapshot snapshot(DataInputStream in, NeuralModel model)
      throws IOException {
    ParameterSnapshot snapshot = ParameterSnapshot.read(in);
    if (!snapshot.fits(model.snapshot())) {
      throw new IOException("parameters have other sizes than the model's");
    }
    return snapshot;
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeUTF(recipe);
    out.writeLong(seed);
    out.writeInt(bestEpoch);
    out.writeDouble(bestNats);
    out.writeInt(epochs.size());
    for (Epoch epoch : epochs) {
      out.writeDouble(epoch.seconds());
      out.writeDouble(epoch.trainNats());
      out.writeDouble(epoch.validationNats());
    }
    curve.write(out);
  }

  private void read(DataInputStream in, Path file) throws IOException {
    String saved = in.readUTF();
    if (!saved.equals(recipe)) {
      throw new IllegalArgumentException(
          "'%s' was trained with %s, not with %s: use the same, or leave --resume out"
              .formatted(file, saved, recipe));
    }
    seed = in.readLong();
    bestEpoch = in.readInt();
    bestNats = in.readDouble();
    for (int left = in.readInt(); left > 0; left--) {
      epochs.add(new Epoch(epochs.size() + 1, in.readDouble(), in.readDouble(), in.readDouble()));
    }
    curve = TrainingCurve.read(in);
  }

  private static Block block(NeuralModel model) {
    return model.djlModel().getBlock();
  }

  /** Writes a checkpoint after each epoch. */
  static final class Writer extends TrainingListenerAdapter {
    private final Path file;
    private final NeuralModel model;
    private final StatefulOptimizer optimizer;
    private final Checkpoint checkpoint;
    private final DivergenceGuard guard;

    Writer(
        Path file,
        NeuralModel model,
        StatefulOptimizer optimizer,
        Checkpoint checkpoint,
        DivergenceGuard guard) {
      this.file = file;
      this.model = model;
      this.optimizer = optimizer;
      this.checkpoint = checkpoint;
      this.guard = guard;
    }

    @Override
    public void onEpoch(Trainer trainer) {
      checkpoint.guard(guard.worst(), guard.lastGood());
      checkpoint.save(file, model, optimizer);
    }
  }
}
