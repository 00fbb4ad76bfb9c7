package org.dgm4j.kernel;

import java.util.Map;
import java.util.Objects;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.plotly.PlotlySource;

/**
 * Bundles as the kernel sends them to the front end. The first figure of a notebook carries
 * plotly.js for all; if its cell is run again, its output is replaced, and carries it again.
 */
final class FigureCarrier {

  private CellExecution carrier;
  private FigureStyle style = FigureStyle.USUAL;

  /** How views are shown. */
  synchronized FigureStyle style() {
    return style;
  }

  /** Shows views in another style from now on. */
  synchronized void setStyle(FigureStyle style) {
    this.style = style;
  }

  /** The contents of a view in an output of this cell. */
  Map<String, Object> data(View view, CellExecution cell) {
    return data(view.bundle(style()), cell);
  }

  private synchronized Map<String, Object> data(MimeBundle bundle, CellExecution cell) {
    if (!bundle.needsPlotly() || (carrier != null && !replacesCarrier(cell))) {
      return bundle.contents();
    }
    carrier = cell;
    String html = PlotlySource.script() + bundle.get(MimeBundle.HTML);
    return bundle.with(MimeBundle.HTML, html).contents();
  }

  private boolean replacesCarrier(CellExecution cell) {
    return cell.cell() != null
        && cell.cell().equals(carrier.cell())
        && !Objects.equals(cell.execution(), carrier.execution());
  }
}
