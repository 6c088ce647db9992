package io.partita.kind.hosted.track;

import java.io.Serializable;

/**
 * What a model made of a file of a data set, or why it made nothing.
 *
 * @param track place of the file among those of the data set
 * @param samples of a channel of the file, at the model's rate
 * @param made null where there is nothing
 * @param reason why there is nothing, else null
 */
public record HostedTrack<T>(int track, long samples, T made, String reason)
    implements Serializable {
  static <T> HostedTrack<T> none(int track, String reason) {
    return new HostedTrack<>(track, 0, null, reason);
  }
}
