/** Views of work that is going on. */
package org.dgm4j.display.view.live;
