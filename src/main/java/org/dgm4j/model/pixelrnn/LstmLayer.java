package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.dgm4j.engine.CompositeBlock;

/**
 * One LSTM or two over the pixels of maps of shape (features, height, width, batch).
 *
 * <p>With classes a second input, of shape (batch, classes), has 1 at the class of each example,
 * and the gates of each direction have biases for each class, as in the conditional PixelCNN (van
 * den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders", equation 4).
 */
abstract sealed class LstmLayer extends CompositeBlock permits RowLstm, DiagonalBiLstm {

  /**
   * What the input contributes to the gates: for each direction of the {@link Scan}, from each of
   * its inputs.
   */
  final List<PixelLinear> projections;

  /** What the states contribute, and the states that follow. */
  final ConvolutionalLstm lstm;

  /**
   * @param names of the two projections
   */
  LstmLayer(List<String> names, PixelLinear first, PixelLinear second, ConvolutionalLstm lstm) {
    projections = List.of(addChildBlock(names.get(0), first), addChildBlock(names.get(1), second));
    this.lstm = addChildBlock("lstm", lstm);
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape gates = projections.get(0).getOutputShapes(inputShapes)[0];
    return new Shape[] {new Shape(gates.get(0) / 4).addAll(gates.slice(1))};
  }
}
