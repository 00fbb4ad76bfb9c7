package org.dgm4j.kernel;

import java.util.UUID;
import org.dgm4j.display.View;
import org.dgm4j.magic.notebook.Notebook;

/**
 * Something below the cell that is running now. It takes what is to be shown even after the cell
 * has ended: an interrupted cell ends at once, while its code still has something to say.
 */
final class CellOutput implements Notebook.Output {

  private final String displayId = UUID.randomUUID().toString();
  private final Kernel kernel;
  private final FigureCarrier front;
  private final CellExecution cell;
  private boolean shown;

  CellOutput(Kernel kernel, FigureCarrier front) {
    this.kernel = kernel;
    this.front = front;
    cell = kernel.cell();
  }

  @Override
  public void show(View view) {
    cell.channel().send(front.data(view, cell), displayId, shown);
    shown = true;
  }

  @Override
  public boolean isCurrent() {
    return cell.execution() != null && cell.execution().equals(kernel.cell().execution());
  }
}
