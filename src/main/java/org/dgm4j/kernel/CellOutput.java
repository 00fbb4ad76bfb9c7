package org.dgm4j.kernel;

import java.util.UUID;
import org.dgm4j.display.View;
import org.dgm4j.magic.Notebook;

/**
 * Something shown below the cell that is running now. It takes updates even after the cell has
 * ended: an interrupted cell ends at once, while its code still has something to say.
 */
final class CellOutput implements Notebook.Output {

  private final String displayId = UUID.randomUUID().toString();
  private final Front front;
  private final Cell cell;

  CellOutput(Cell cell, Front front, View view) {
    this.front = front;
    this.cell = cell;
    cell.display(front.data(view, cell), displayId);
  }

  @Override
  public void update(View view) {
    cell.update(front.data(view, cell), displayId);
  }
}
