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

  /**
   * Writes what {@link #readRounded} reads, in half the bytes: of each parameter a step, and of
   * each number how many steps it is, rounded to a big-endian short. The step is the power of two
   * by which the largest absolute value is 2¹⁴ to 2¹⁵ steps, so no number changes by more than
   * 1/32,768 of the largest one, 0 stays 0, and what was rounded once does not change again.
   */
  public void writeRounded(DataOutputStream out) throws IOException {
    out.writeInt(values.size());
    for (float[] parameter : values) {
      float largest = 0;
      for (float value : parameter) {
        largest = Math.max(largest, Math.abs(value));
      }
      float step = Math.scalb(1f, Math.getExponent(largest) - 14);
      out.writeInt(parameter.length);
      out.writeFloat(step);
      ByteBuffer bytes = ByteBuffer.allocate(parameter.length * Short.BYTES);
      for (float value : parameter) {
        int steps = Math.min(Math.round(Math.abs(value) / step), Short.MAX_VALUE);
        bytes.putShort((short) (value < 0 ? -steps : steps));
      }
      out.write(bytes.array());
    }
  }

  /** Reads a snapshot. */
  public static ParameterSnapshot read(DataInputStream in) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      float[] parameter = new float[size(in, Float.BYTES)];
      bytes(in, parameter.length * Float.BYTES).asFloatBuffer().get(parameter);
      values.add(parameter);
    }
    return new ParameterSnapshot(values);
  }

  /** Reads a snapshot whose numbers were rounded. */
  public static ParameterSnapshot readRounded(DataInputStream in) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      float[] parameter = new float[size(in, Short.BYTES)];
      float step = in.readFloat();
      ByteBuffer bytes = bytes(in, parameter.length * Short.BYTES);
      for (int i = 0; i < parameter.length; i++) {
        parameter[i] = step * bytes.getShort();
      }
      values.add(parameter);
    }
    return new ParameterSnapshot(values);
  }

  private static int size(DataInputStream in, int bytesEach) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available() / bytesEach) {
      throw new EOFException("a parameter is longer than the file");
    }
    return size;
  }

  private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
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
   * @param alike a block with as many parameters of the sizes that are wanted: where they are
   *     smaller than here, by a factor that is the number of classes, the class's own row is taken
   */
  public ParameterSnapshot ofClass(int label, Block alike) {
    List<float[]> rows = new ArrayList<>();
    for (Pair<String, Parameter> entry : alike.getParameters()) {
      float[] all = values.get(rows.size());
      int size = Math.toIntExact(entry.getValue().getArray().size());
      rows.add(
          size == all.length ? all : Arrays.copyOfRange(all, label * size, (label + 1) * size));
    }
    return new ParameterSnapshot(rows);
  }

  private int[] sizes() {
    return values.stream().mapToInt(parameter -> parameter.length).toArray();
  }
}
