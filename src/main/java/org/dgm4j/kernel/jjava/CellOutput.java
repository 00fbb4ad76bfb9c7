package org.dgm4j.kernel.jjava;

import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.magic.Notebook;

/**
 * Something shown below the cell that is running now. It takes updates even after the cell has
 * ended: an interrupted cell ends at once, while its code still has something to say.
 */
final class CellOutput implements Notebook.Output {

  private final String displayId = UUID.randomUUID().toString();
  private final BaseKernel kernel;
  private final Front front;
  private final RunningCell cell;

  CellOutput(BaseKernel kernel, Front front, MimeBundle bundle) {
    this.kernel = kernel;
    this.front = front;
    cell = RunningCell.of(kernel);
    kernel.display(data(bundle));
  }

  @Override
  public void update(MimeBundle bundle) {
    if (cell.output() == null) {
      kernel.getIO().display.updateDisplay(displayId, data(bundle));
    } else {
      cell.output().publish(new PublishUpdateDisplayData(data(bundle)));
    }
  }

  private DisplayData data(MimeBundle bundle) {
    DisplayData data = front.data(bundle, cell);
    data.putTransientData("display_id", displayId);
    return data;
  }
}
