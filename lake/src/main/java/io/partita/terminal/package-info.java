/** How the program prints: text that came out of files shows itself and does nothing else. */
package io.partita.terminal;
