package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dgm4j.data.Samples;
import org.dgm4j.model.BatchSlice;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.PassContext;

/**
 * How the examples of a batch are spread over devices: one part after the other, of sizes that
 * differ by at most one. Noise is that of the whole batch, so that all devices together compute
 * what one would.
 */
final class BatchSplit {

  private final List<Device> devices;
  private int batch;

  /**
   * @param devices without repetition
   */
  BatchSplit(List<Device> devices) {
    this.devices = inOrderOfCopies(devices);
  }

  /**
   * DJL's ParameterStore finds the copy of a parameter on a device by the device's place in its
   * list, but keeps the copies in the order of a hash table: only in that order they are the same.
   */
  private static List<Device> inOrderOfCopies(List<Device> devices) {
    return List.copyOf(
        devices.stream()
            .collect(
                Collectors.toMap(Function.identity(), d -> 0, (a, b) -> a, ConcurrentHashMap::new))
            .keySet());
  }

  List<Device> devices() {
    return devices;
  }

  /** The inputs of a pass; what {@link #share} tells is of this batch from now on. */
  Batch batch(
      NDManager manager, NeuralModel model, Samples examples, PassContext pass, int batches) {
    batch = examples.count();
    return new Batch(
        manager,
        new NDList(),
        new NDList(),
        batch,
        Batchifier.STACK,
        Batchifier.STACK,
        0,
        batches) {
      @Override
      public Batch[] split(Device[] all, boolean evenly) {
        return devices.stream()
            .map(
                device -> {
                  NDManager own = getManager().newSubManager(device);
                  BatchSlice part = part(device);
                  NDList inputs = model.inputs(own, examples, part, pass);
                  NDList labels = new NDList(inputs.head());
                  return new Batch(
                      own,
                      inputs,
                      labels,
                      part.count(),
                      Batchifier.STACK,
                      Batchifier.STACK,
                      0,
                      batches);
                })
            .toArray(Batch[]::new);
      }
    };
  }

  /**
   * The share of a device's part in the batch. It is 0 for a device for which no example is left:
   * it takes the first one, so that it has a gradient, which does not count.
   */
  double share(Device device) {
    int index = devices.indexOf(device);
    return (double) (start(index + 1) - start(index)) / batch;
  }

  private BatchSlice part(Device device) {
    int index = devices.indexOf(device);
    return share(device) == 0
        ? new BatchSlice(0, 1, batch)
        : new BatchSlice(start(index), start(index + 1), batch);
  }

  private int start(int index) {
    return (int) (((long) index * batch + devices.size() - 1) / devices.size());
  }
}
