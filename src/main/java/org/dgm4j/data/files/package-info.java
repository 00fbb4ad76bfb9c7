/** Data sets that are read from files. */
package org.dgm4j.data.files;
