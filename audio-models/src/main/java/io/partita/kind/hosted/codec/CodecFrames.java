package io.partita.kind.hosted.codec;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.HostedTrack;
import io.partita.kind.hosted.track.HostedTracks;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.TrackFrames;
import io.partita.model.audio.WaveSources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a neural codec quantises of a data set's audio, and its codebooks. */
public final class CodecFrames {
  private final HostedModel file;
  private final CodeBooks books;
  private final int hop;

  private CodecFrames(HostedModel file, CodeBooks books, int hop) {
    this.file = file;
    this.books = books;
    this.hop = hop;
  }

  /**
   * Loads a codec to see whether it gives them.
   *
   * @param model its file
   * @throws UserException where its file hides its codebooks, or it cannot be loaded
   */
  public static CodecFrames of(String model) throws IOException {
    HostedModel file = HostedFiles.model(model);
    try (EncodecCodec codec = EncodecCodec.open(file)) {
      CodeBooks books =
          codec
              .books()
              .orElseThrow(
                  () ->
                      new UserException(
                          Mistake.UNSUPPORTED_MODEL,
                          model + " does not give its codebooks: analyse an audio file with it."));
      return new CodecFrames(file, books, codec.shape().hop());
    }
  }

  public CodeBooks books() {
    return books;
  }

  /** Samples of a channel from one frame to the next. */
  public int hop() {
    return hop;
  }

  /**
   * The frames of each file that is in a split, decoded once more.
   *
   * @throws UserException where what the data set was ingested from is gone
   */
  public JavaRDD<TrackFrames> tracks(Lake lake, String dataset, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    WaveSources sources = WaveSources.of(lake, dataset);
    List<AudioRecordings.Track> tracks =
        AudioExamples.tracks(tables, dataset).stream()
            .filter(track -> track.split() != null)
            .toList();
    sources.requireAll(dataset, tracks);
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(
            tables.get(LakeTable.AUDIO_TRACKS).sparkSession().sparkContext());
    return HostedTracks.of(
            spark,
            sources,
            new CodecTracks.Frames(SentModel.of(file)),
            tracks,
            sources.plan().slices().size())
        .filter(track -> track.made() != null)
        .map(HostedTrack::made);
  }
}
