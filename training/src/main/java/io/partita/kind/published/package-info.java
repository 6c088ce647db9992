/** Networks as their authors publish them: weights alone, run by Partita's own arithmetic. */
package io.partita.kind.published;
