/** All that knows an engine of DJL: arrays, devices, compiled blocks, operators on the heap. */
package org.dgm4j.engine;
