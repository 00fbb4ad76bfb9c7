package org.dgm4j.magic;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.data.Datasets;
import org.dgm4j.model.Devices;
import org.dgm4j.model.MxNet;
import org.dgm4j.probability.Seeds;
import picocli.CommandLine.Command;

@Command(description = "Tells what is installed, and lists the magics.")
final class DgmMagic extends Magic {

  @Override
  Outcome run(Notebook notebook) {
    List<String> lines = new ArrayList<>();
    lines.add("dgm4j    " + version());
    try {
      lines.add("engine   MXNet " + MxNet.engine().getVersion() + " through DJL");
      lines.add("device   " + Devices.name(Devices.current()));
    } catch (IllegalStateException e) {
      lines.add("engine   " + e.getMessage());
    }
    lines.add("Java     " + Runtime.version());
    lines.add("seed     " + Seeds.current());
    lines.add("data     " + Datasets.folder());
    lines.add("");
    for (String name : Magics.names()) {
      lines.add(String.format("%%%-13s%s", name, Magics.about(name)));
    }
    lines.add("");
    lines.add("Every magic has --help.");
    return Outcome.text(String.join("\n", lines));
  }

  private static String version() {
    String version = DgmMagic.class.getPackage().getImplementationVersion();
    return version == null ? "(built here)" : version;
  }
}
