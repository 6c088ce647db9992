/** Tables of a data set as files that trainings outside of Partita read, with a card. */
package io.partita.lake.export;
