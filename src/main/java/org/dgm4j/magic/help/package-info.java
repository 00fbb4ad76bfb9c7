/** What can be told of a class, a method or a variable, wherever it is asked for. */
package org.dgm4j.magic.help;
