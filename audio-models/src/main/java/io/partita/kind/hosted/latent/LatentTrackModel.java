package io.partita.kind.hosted.latent;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioPass;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.TrackEncoder;
import io.partita.kind.hosted.track.TrackModel;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.model.audio.AudioRecordings;
import io.partita.nn.latent.FrameNoise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.Row;

/**
 * A latent model for the audio of a data set: rows of the table model_latents.
 *
 * @param seed with a file's id that of what the model draws
 */
record LatentTrackModel(SentModel model, long seed) implements TrackModel<Row> {
  @Override
  public TrackEncoder<Row> open() throws IOException {
    HostedModel received = model.received();
    return new Encoder(received, LatentHost.open(received), seed);
  }

  private record Encoder(HostedModel file, LatentHost model, long seed)
      implements TrackEncoder<Row> {
    @Override
    public float[][] heard(AudioPass pass) throws IOException, MalformedInputException {
      return new float[][] {pass.mono(model.shape().rateHz())};
    }

    @Override
    public Row encode(AudioRecordings.Track track, float[][] channels)
        throws MalformedInputException {
      float[][] values = model.encode(channels[0], FrameNoise.mix(seed, track.id()));
      LatentShape shape = model.shape();
      return RowBuilder.of(LakeTable.MODEL_LATENTS)
          .set("model_sha256", file.sha256())
          .set("model", file.fileName())
          .set("track_id", track.id())
          .set("sample_rate_hz", shape.rateHz())
          .set("ratio", shape.ratio())
          .set("n_samples", (long) channels[0].length)
          .set("n_dims", shape.size())
          .set("n_frames", values[0].length)
          .set("seed", shape.stochastic() ? (Long) seed : null)
          .set("z", bytes(values))
          .row();
    }

    /** [dimension][frame] as float32, little-endian. */
    private static byte[] bytes(float[][] values) {
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * values[0].length * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      for (float[] row : values) {
        bytes.asFloatBuffer().put(row);
        bytes.position(bytes.position() + row.length * Float.BYTES);
      }
      return bytes.array();
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
