package io.partita.report.clip;

import io.partita.files.MelFrames;
import java.util.List;

/** A track to listen to, with all that its clip is made of. */
public sealed interface ListenTrack {
  String title();

  List<Figure> facts();

  /**
   * A MIDI file.
   *
   * @param bytes the file; null where the lake holds none
   * @param fromS from where it is heard, seconds; null for its first note
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Midi(String title, List<Figure> facts, byte[] bytes, Double fromS)
      implements ListenTrack {}

  /**
   * An audio file.
   *
   * @param source input of the data set's ingest, as audio_tracks has it
   * @param path within the input
   * @param mel its first frames
   */
  record Audio(
      String title,
      List<Figure> facts,
      String dataset,
      String source,
      String path,
      String sha256,
      MelFrames mel)
      implements ListenTrack {}
}
