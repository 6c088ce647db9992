/** GrooVAE: autoencoders of drum performances, and all that commands do with them. */
package io.partita.kind.groovae;
