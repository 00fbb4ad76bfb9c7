package org.dgm4j.magic.command;

import org.dgm4j.display.view.model.DevicesView;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineReport;
import org.dgm4j.magic.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows the devices and their memory, the engine and the driver, or chooses the device of new models.")
public final class DeviceMagic extends Magic {

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "cpu, gpu or gpu:1; without it, the device stays as it is.")
  private String device;

  @Override
  public Outcome run(Notebook notebook) {
    if (device != null) {
      Devices.use(device);
    }
    return Outcome.of(null, new DevicesView(EngineReport.now()));
  }
}
