/** Reading MIDI and generating with trained models, in a few calls, for other Java programs. */
package io.partita.api;
