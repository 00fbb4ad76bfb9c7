/** What a magic needs of its notebook, and long work shown in it. */
package org.dgm4j.magic.notebook;
