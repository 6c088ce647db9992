/** Hosted models over the audio of a data set. */
package io.partita.kind.hosted.track;
