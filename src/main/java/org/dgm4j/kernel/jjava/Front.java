package org.dgm4j.kernel.jjava;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dgm4j.display.MimeBundle;

/** Bundles as the kernel sends them to the front end. */
final class Front {

  DisplayData data(MimeBundle bundle) {
    DisplayData data = new DisplayData();
    bundle.data().forEach(data::putData);
    return data;
  }
}
