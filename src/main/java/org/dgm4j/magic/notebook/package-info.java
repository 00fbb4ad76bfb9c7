/** What a magic needs of its notebook. */
package org.dgm4j.magic.notebook;
