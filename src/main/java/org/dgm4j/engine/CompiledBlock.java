package org.dgm4j.engine;

import ai.djl.Device;
import ai.djl.mxnet.engine.CachedOp;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A block whose forward computation is recorded once for each shape of its inputs and then run as
 * one operation of MXNet, with its gradient, in memory that is planned once. Values and gradients
 * are those of the block itself; what is saved is the cost of calling many small operations.
 *
 * <p>The block must return one array that depends on its inputs and parameters alone, through
 * MXNet's operations: masks and other constants must be parameters, and noise an input. A block of
 * another kind is run as it is, which is said once.
 */
public final class CompiledBlock extends AbstractBlock {

  /**
   * Graphs of so many shapes a device are kept, as training, its last batch and a test have one
   * each; the one used longest ago goes first.
   */
  private static final int GRAPHS = 8;

  private final Block block;
  private final Block owner;
  private final Predicate<NDArray> pays;
  private final Map<Key, Graph> graphs = new LinkedHashMap<>(GRAPHS, 0.75f, true);
  private boolean compiles = true;

  /** Compiles a block when its inputs are seen. */
  public CompiledBlock(Block block) {
    this(block, input -> true);
  }

  /**
   * Compiles a block for some inputs, and runs it as it is for others.
   *
   * @param pays whether to compile, from the first input
   */
  public CompiledBlock(Block block, Predicate<NDArray> pays) {
    this(block, pays, block);
  }

  /**
   * Compiles a part of a larger block.
   *
   * @param pays whether to compile, from the first input
   * @param owner the larger block, as long as whose parameters the graphs live
   */
  public CompiledBlock(Block block, Predicate<NDArray> pays, Block owner) {
    this.block = addChildBlock("compiled", block);
    this.pays = pays;
    this.owner = owner;
  }

  /** What a graph is for: it is recorded anew for anything else. */
  private record Key(List<Shape> shapes, List<DataType> types, Device device, boolean training) {}

  /** A recorded computation and, for each of its arguments, the index of the leaf it comes from. */
  private record Graph(CachedOp operation, int[] leaves) {}

  /** The block itself. */
  public Block block() {
    return block;
  }

  /** Whether the block was found to be one that compiles, as far as is known yet. */
  public boolean compiles() {
    return compiles;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    if (!compiles || !(inputs.head() instanceof MxNDArray) || !pays.test(inputs.head())) {
      return block.forward(store, inputs, training, options);
    }
    Key key =
        new Key(
            inputs.stream().map(NDArray::getShape).toList(),
            inputs.stream().map(NDArray::getDataType).toList(),
            inputs.head().getDevice(),
            training);
    List<NDArray> leaves = new ArrayList<>(inputs);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      leaves.add(store.getValue(parameter.getValue(), key.device(), training));
    }
    Graph graph = graphs.get(key);
    if (graph == null) {
      graph = record(leaves, inputs.size(), training, options);
      if (graph == null) {
        return block.forward(store, inputs, training, options);
      }
      put(key, graph);
    }
    MxNDArray[] arguments =
        Arrays.stream(graph.leaves()).mapToObj(leaves::get).toArray(MxNDArray[]::new);
    MxNDManager manager = (MxNDManager) inputs.head().getManager();
    return new NDList(JnaUtils.cachedOpInvoke(manager, graph.operation().getHandle(), arguments));
  }

  /**
   * Frees all graphs in a block, with the memory that was planned for them; they are recorded anew.
   */
  public static void forgetIn(Block block) {
    if (block instanceof CompiledBlock compiled) {
      compiled.graphs.values().forEach(graph -> graph.operation().close());
      compiled.graphs.clear();
    }
    block.getChildren().values().forEach(CompiledBlock::forgetIn);
  }

  private void put(Key key, Graph graph) {
    graphs.put(key, graph);
    List<Key> onDevice =
        graphs.keySet().stream().filter(other -> other.device().equals(key.device())).toList();
    if (onDevice.size() > GRAPHS) {
      graphs.remove(onDevice.get(0)).operation().close();
    }
  }

  /** The graph of the block's computation; null if there is none that holds all of it. */
  private Graph record(
      List<NDArray> leaves, int inputs, boolean training, PairList<String, Object> options) {
    // What fails from here on is of the recording alone, and no matter: its output is not read. But
    // MXNet frees nothing whose failure nobody has seen.
    JnaUtils.waitAll();
    boolean recording = MxGradientCollector.setRecording(true);
    try (NDManager manager = leaves.get(0).getManager().newSubManager()) {
      NDList copies = new NDList();
      for (NDArray leaf : leaves) {
        NDArray copy = leaf.duplicate();
        copy.attach(manager);
        copy.setRequiresGradient(true);
        copies.add(copy);
      }
      NDList output =
          block.forward(
              new Leaves(block, copies.subList(inputs, copies.size())),
              new NDList(copies.subList(0, inputs)),
              training,
              options);
      output.attach(manager);
      DeviceMemory.settle();
      return output.size() == 1 ? graph(output.head(), copies) : fallBack("several outputs");
    } catch (UnsupportedOperationException e) {
      return fallBack(e.getMessage());
    } finally {
      MxGradientCollector.setRecording(recording);
    }
  }

  private Graph graph(NDArray output, NDList leaves) {
    Map<String, Integer> byName = new LinkedHashMap<>();
    NDManager manager = output.getManager();
    for (int i = 0; i < leaves.size(); i++) {
      try (Symbol symbol = MxGradientCollector.getSymbol(manager, leaves.get(i))) {
        byName.put(symbol.getArgNames()[0], i);
      }
    }
    Symbol symbol = MxGradientCollector.getSymbol(manager, output);
    String[] names = symbol.getAllNames();
    if (!byName.keySet().containsAll(Arrays.asList(names))) {
      return fallBack("constants or noise inside");
    }
    if (symbol.toJsonString().contains("_CustomFunction")) {
      return fallBack("an operator on the heap inside");
    }
    MxNDManager lasting = (MxNDManager) owner.getParameters().valueAt(0).getArray().getManager();
    CachedOp operation = JnaUtils.createCachedOp(new MxSymbolBlock(manager, symbol), lasting, true);
    return new Graph(operation, Arrays.stream(names).mapToInt(byName::get).toArray());
  }

  private Graph fallBack(String why) {
    compiles = false;
    System.err.println(
        "%s can't be compiled (%s) and runs operation by operation"
            .formatted(block.getClass().getSimpleName(), why));
    return null;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    block.initialize(manager, dataType, inputShapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return block.getOutputShapes(inputShapes);
  }

  /** Hands the copies that are recorded to the block in place of its parameters. */
  private static final class Leaves extends ParameterStore {
    private final Map<String, NDArray> values = new LinkedHashMap<>();

    Leaves(Block block, List<NDArray> copies) {
      for (int i = 0; i < copies.size(); i++) {
        values.put(block.getParameters().valueAt(i).getId(), copies.get(i));
      }
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      return values.get(parameter.getId());
    }
  }
}
