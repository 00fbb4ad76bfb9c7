/** What a view is, the MIME bundle that shows it, and the style of figures; knows no kernel. */
package org.dgm4j.display;
