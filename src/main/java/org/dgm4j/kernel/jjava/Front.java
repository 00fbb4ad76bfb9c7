package org.dgm4j.kernel.jjava;

import java.util.Objects;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.PlotlySource;

/**
 * Bundles as the kernel sends them to the front end. The first figure of a notebook carries
 * plotly.js for all; if its cell is run again, its output is replaced, and carries it again.
 */
final class Front {

  private RunningCell carrier;

  /** The bundle for an output of this cell. */
  synchronized DisplayData data(MimeBundle bundle, RunningCell cell) {
    boolean carries = bundle.needsPlotly() && (carrier == null || replacesCarrier(cell));
    if (carries) {
      carrier = cell;
    }
    DisplayData data = new DisplayData();
    bundle.data().forEach(data::putData);
    if (carries) {
      data.putData(MimeBundle.HTML, PlotlySource.script() + bundle.get(MimeBundle.HTML));
    }
    return data;
  }

  private boolean replacesCarrier(RunningCell cell) {
    return cell.cell() != null
        && cell.cell().equals(carrier.cell())
        && !Objects.equals(cell.execution(), carrier.execution());
  }
}
