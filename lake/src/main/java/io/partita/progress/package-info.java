/** What jobs say while they run, and who hears it. */
package io.partita.progress;
