package io.partita.kind.hosted.latent;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a model made of a file of a data set, or why it made nothing.
 *
 * @param track place of the file among those of the data set
 * @param samples of the file at the model's rate
 * @param frames of its latents
 * @param z [dimension][frame] float32, little-endian; null where there are none
 * @param reason why there are none, else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostedTrack(int track, long samples, int frames, byte[] z, String reason)
    implements Serializable {
  static HostedTrack of(int track, long samples, float[][] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * values[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : values) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return new HostedTrack(track, samples, values[0].length, bytes.array(), null);
  }

  static HostedTrack none(int track, String reason) {
    return new HostedTrack(track, 0, 0, null, reason);
  }
}
