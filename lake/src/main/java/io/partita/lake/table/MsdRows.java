package io.partita.lake.table;

import io.partita.msd.MsdSong;
import io.partita.msd.MsdTrack;
import org.apache.spark.sql.Row;

/** The Million Song Dataset's records as rows. */
public final class MsdRows {
  private MsdRows() {}

  /** A row of {@link LakeTable#TRACKS}; all but ids and counts are null without a song. */
  public static Row trackRow(String trackId, MsdSong song, int nMidi) {
    RowBuilder row = RowBuilder.of(LakeTable.TRACKS);
    MsdColumns.song(trackId, song, row::setAny);
    return row.set("n_midi", nMidi).row();
  }

  /** A row of {@link LakeTable#MSD_TRACKS}. */
  public static Row msdTrackRow(MsdTrack track) {
    RowBuilder row = RowBuilder.of(LakeTable.MSD_TRACKS);
    MsdColumns.track(track, row::setAny);
    return row.row();
  }
}
