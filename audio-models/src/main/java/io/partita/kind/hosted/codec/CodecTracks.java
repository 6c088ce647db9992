package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioPass;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodePacking;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.TrackEncoder;
import io.partita.kind.hosted.track.TrackModel;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.TrackFrames;
import java.io.IOException;
import org.apache.spark.sql.Row;

/** Neural codecs for the audio of a data set. */
final class CodecTracks {
  private CodecTracks() {}

  /** Makes rows of the table codes. */
  record Codes(SentModel model, double bandwidth) implements TrackModel<Row> {
    @Override
    public TrackEncoder<Row> open() throws IOException {
      return new Encoder<>(model) {
        @Override
        public Row encode(AudioRecordings.Track track, float[][] channels)
            throws MalformedInputException {
          CodedSound coded = new CodedSound(channels[0].length, codec.encode(channels, bandwidth));
          CodecShape shape = codec.shape();
          return RowBuilder.of(LakeTable.CODES)
              .set("model_sha256", shape.model().sha256())
              .set("model", shape.model().name())
              .set("codebooks_sha256", codec.books().map(CodeBooks::sha256).orElse(null))
              .set("track_id", track.id())
              .set("split", track.split())
              .set("stages", coded.stages())
              .set("entries", shape.entries())
              .set("bits", shape.bits())
              .set("n_frames", coded.frames())
              .set("codes", CodePacking.pack(coded.codes(), shape.bits()))
              .set("n_samples", coded.samples())
              .set("scales", coded.scaleBytes())
              .row();
        }
      };
    }
  }

  /** Makes what the first codebook quantises. */
  record Frames(SentModel model) implements TrackModel<TrackFrames> {
    @Override
    public TrackEncoder<TrackFrames> open() throws IOException {
      return new Encoder<>(model) {
        @Override
        public TrackFrames encode(AudioRecordings.Track track, float[][] channels)
            throws MalformedInputException {
          float[][] frames =
              codec
                  .latents(channels)
                  .orElseThrow(
                      () ->
                          new MalformedInputException(
                              CallFault.ANOTHER_SHAPE, 0, "the model does not give its latents"));
          return new TrackFrames(track.id(), track.id(), track.split(), frames);
        }
      };
    }
  }

  private abstract static class Encoder<T> implements TrackEncoder<T> {
    final EncodecCodec codec;

    Encoder(SentModel model) throws IOException {
      codec = EncodecCodec.open(model.received());
    }

    @Override
    public float[][] heard(AudioPass pass) throws IOException, MalformedInputException {
      return CodecSound.heard(pass, codec.shape());
    }

    @Override
    public void close() {
      codec.close();
    }
  }
}
