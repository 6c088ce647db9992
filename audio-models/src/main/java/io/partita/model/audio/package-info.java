/**
 * Windows of a data set's audio, as models learn from them: of its mel, or decoded once more from
 * what it was ingested from; which files hold one recording, and which split that is in.
 */
package io.partita.model.audio;
