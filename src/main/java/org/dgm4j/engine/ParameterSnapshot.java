package org.dgm4j.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parameters of a block at one moment, on the heap. */
public final class ParameterSnapshot {

  private final List<float[]> values;

  private ParameterSnapshot(List<float[]> values) {
    this.values = values;
  }

  /** A copy of a block's parameters. */
  public static ParameterSnapshot of(Block block) {
    List<float[]> values = new ArrayList<>();
    for (Pair<String, Parameter> entry : block.getParameters()) {
      values.add(MxNet.parameter(entry.getValue().getArray()));
    }
    return new ParameterSnapshot(values);
  }

  /**
   * Puts these parameters back into the block that they are from, also after the engine has failed.
   *
   * @param manager of arrays that are needed meanwhile
   */
  public void restore(Block block, NDManager manager) {
    int index = 0;
    for (Pair<String, Parameter> entry : block.getParameters()) {
      NDArray array = entry.getValue().getArray();
      if (array.hasGradient()) {
        try (NDArray gradient = array.getGradient()) {
          DeviceMemory.forgetFailure(gradient);
        }
      }
      DeviceMemory.forgetFailure(array);
      // Unlike values from the heap, an array can be written over one in a layout of oneDNN's own.
      try (NDManager meanwhile = manager.newSubManager()) {
        MxNet.array(meanwhile, values.get(index++), array.getShape()).copyTo(array);
      }
    }
  }

  /** Writes what {@link #read} reads: counts and big-endian floats. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(values.size());
    for (float[] parameter : values) {
      out.writeInt(parameter.length);
      ByteBuffer bytes = ByteBuffer.allocate(parameter.length * Float.BYTES);
      bytes.asFloatBuffer().put(parameter);
      out.write(bytes.array());
    }
  }

  /** Reads a snapshot. */
  public static ParameterSnapshot read(DataInputStream in) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int size = in.readInt();
      if (size < 0 || size > in.available() / Float.BYTES) {
        throw new EOFException("a parameter is longer than the file");
      }
      float[] parameter = new float[size];
      ByteBuffer.wrap(in.readNBytes(size * Float.BYTES)).asFloatBuffer().get(parameter);
      values.add(parameter);
    }
    return new ParameterSnapshot(values);
  }

  /** Whether it has as many parameters of the same sizes as another. */
  public boolean fits(ParameterSnapshot other) {
    return Arrays.equals(sizes(), other.sizes());
  }

  /** Whether every parameter is a number. */
  public boolean isFinite() {
    for (float[] parameter : values) {
      for (float value : parameter) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * These parameters for one class of the examples.
   *
   * @param alike parameters of as many kinds, of the sizes that are wanted: where they are smaller
   *     here, by a factor that is the number of classes, the class's own row is taken
   */
  public ParameterSnapshot ofClass(int label, ParameterSnapshot alike) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      float[] all = values.get(i);
      int size = alike.values.get(i).length;
      rows.add(
          size == all.length ? all : Arrays.copyOfRange(all, label * size, (label + 1) * size));
    }
    return new ParameterSnapshot(rows);
  }

  private int[] sizes() {
    return values.stream().mapToInt(parameter -> parameter.length).toArray();
  }
}
