package org.dgm4j.display.view.model;

import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.engine.EngineReport;
import org.dgm4j.engine.EngineReport.Memory;

/** The devices with their memory, and what the engine is. */
public record DevicesView(EngineReport report) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    TableView devices =
        new TableView(
            List.of("device", "in use", "free", "in all"),
            report.devices().stream().map(DevicesView::row).toList(),
            "");
    TableView facts =
        new TableView(
            List.of("what", "is"),
            report.facts().entrySet().stream()
                .map(fact -> List.of(fact.getKey(), fact.getValue()))
                .toList(),
            "");
    String caption = "device of new models: " + report.current();
    return new Captioned(caption, Stacked.of(devices, facts)).bundle(style);
  }

  private static List<String> row(Memory memory) {
    return List.of(
        memory.device(),
        megabytes(memory.used()),
        megabytes(memory.free()),
        megabytes(memory.total()));
  }

  private static String megabytes(long bytes) {
    return NumberText.format("%,d MB", bytes >> 20);
  }
}
