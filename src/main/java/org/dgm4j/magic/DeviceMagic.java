package org.dgm4j.magic;

import java.util.Locale;
import org.dgm4j.model.Devices;
import org.dgm4j.model.MxNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Shows the engine and its devices, or chooses the device of new models.")
final class DeviceMagic extends Magic {

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "cpu, gpu or gpu:1; without it, shows the devices.")
  private String device;

  @Override
  Outcome run(Notebook notebook) {
    if (device != null) {
      Devices.use(device);
    }
    Runtime runtime = Runtime.getRuntime();
    return Outcome.text(
        String.format(
            Locale.ROOT,
            "device of new models: %s%navailable: %s%nengine: MXNet %s%n"
                + "Java heap: %,d of %,d MB used; %d processors",
            Devices.name(Devices.current()),
            String.join(", ", Devices.available()),
            MxNet.engine().getVersion(),
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            runtime.maxMemory() >> 20,
            runtime.availableProcessors()));
  }
}
