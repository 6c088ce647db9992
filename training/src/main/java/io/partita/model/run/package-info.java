/** The run of a train command: its options, its examples' files, its report and its card. */
package io.partita.model.run;
