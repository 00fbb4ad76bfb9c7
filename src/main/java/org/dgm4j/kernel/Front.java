package org.dgm4j.kernel;

import java.util.Map;
import java.util.Objects;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.PlotlySource;

/**
 * Bundles as the kernel sends them to the front end. The first figure of a notebook carries
 * plotly.js for all; if its cell is run again, its output is replaced, and carries it again.
 */
final class Front {

  private Cell carrier;

  /** The contents of a bundle in an output of this cell. */
  synchronized Map<String, String> data(MimeBundle bundle, Cell cell) {
    if (!bundle.needsPlotly() || (carrier != null && !replacesCarrier(cell))) {
      return bundle.data();
    }
    carrier = cell;
    String html = PlotlySource.script() + bundle.get(MimeBundle.HTML);
    return bundle.with(MimeBundle.HTML, html).data();
  }

  private boolean replacesCarrier(Cell cell) {
    return cell.cell() != null
        && cell.cell().equals(carrier.cell())
        && !Objects.equals(cell.execution(), carrier.execution());
  }
}
