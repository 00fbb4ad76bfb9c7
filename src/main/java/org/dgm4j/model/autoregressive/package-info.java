/** Models whose log p(x) is a sum over values, each given those before it: AR, NADE, RNADE. */
package org.dgm4j.model.autoregressive;
