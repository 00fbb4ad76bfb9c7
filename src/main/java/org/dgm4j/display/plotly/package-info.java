/** Charts as interactive figures, and the plotly.js library. */
package org.dgm4j.display.plotly;
