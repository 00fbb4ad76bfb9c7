package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.nn.Block;
import ai.djl.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dgm4j.model.ModelArchive;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.NeuralModel.Snapshot;

/** All of a training's state between two epochs, apart from the model and the optimizer. */
final class Checkpoint {

  private static final String TRAINING = "training";
  private static final String OPTIMIZER = "optimizer";
  private static final String BEST = "best";

  private long seed;
  private final List<Epoch> epochs = new ArrayList<>();
  private int bestEpoch;
  private double bestNats = Double.POSITIVE_INFINITY;
  private Snapshot best;

  Checkpoint(long seed) {
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  List<Epoch> epochs() {
    return List.copyOf(epochs);
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

  void restoreBest(NeuralModel model) {
    model.restore(best);
  }

  void save(Path file, NeuralModel model, Optimizer optimizer) {
    Map<String, ModelArchive.Writer> extras = new LinkedHashMap<>();
    extras.put(TRAINING, this::write);
    if (best != null) {
      extras.put(BEST, best::write);
    }
    if (optimizer instanceof StatefulOptimizer stateful) {
      extras.put(OPTIMIZER, out -> stateful.save(block(model), device(model), out));
    }
    ModelArchive.write(file, model, extras);
  }

  /** Takes over everything that {@link #save} wrote. */
  void load(Path file, NeuralModel model, Optimizer optimizer) {
    ModelArchive archive = ModelArchive.read(file);
    archive.loadInto(model);
    archive.read(TRAINING, this::read);
    if (archive.has(BEST)) {
      archive.read(BEST, in -> best = Snapshot.read(in));
    }
    if (optimizer instanceof StatefulOptimizer stateful) {
      archive.read(OPTIMIZER, in -> stateful.load(block(model), device(model), in));
    }
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeLong(seed);
    out.writeInt(bestEpoch);
    out.writeDouble(bestNats);
    out.writeInt(epochs.size());
    for (Epoch epoch : epochs) {
      out.writeDouble(epoch.seconds());
      out.writeDouble(epoch.trainNats());
      out.writeDouble(epoch.validationNats());
    }
  }

  private void read(DataInputStream in) throws IOException {
    seed = in.readLong();
    bestEpoch = in.readInt();
    bestNats = in.readDouble();
    epochs.clear();
    for (int left = in.readInt(); left > 0; left--) {
      epochs.add(new Epoch(epochs.size() + 1, in.readDouble(), in.readDouble(), in.readDouble()));
    }
  }

  private static Block block(NeuralModel model) {
    return model.djlModel().getBlock();
  }

  private static Device device(NeuralModel model) {
    return model.djlModel().getNDManager().getDevice();
  }
}
