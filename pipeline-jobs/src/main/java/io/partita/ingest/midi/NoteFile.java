package io.partita.ingest.midi;

import io.partita.lake.bulk.BulkFile;
import io.partita.lake.bulk.DoubleColumn;
import io.partita.lake.bulk.FlagColumn;
import io.partita.lake.bulk.IntegerColumn;
import io.partita.lake.bulk.TextColumn;
import io.partita.score.ClosedBy;
import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** A file of the table notes: all notes of a score are added at once, column after column. */
final class NoteFile {
  private static final Map<ClosedBy, Binary> CLOSED_BY = new EnumMap<>(ClosedBy.class);

  static {
    for (ClosedBy closedBy : ClosedBy.values()) {
      CLOSED_BY.put(closedBy, Binary.fromString(closedBy.label()));
    }
  }

  private final BulkFile file;
  private final TextColumn md5;
  private final IntegerColumn index;
  private final IntegerColumn track;
  private final IntegerColumn port;
  private final IntegerColumn channel;
  private final IntegerColumn program;
  private final FlagColumn isDrum;
  private final IntegerColumn pitch;
  private final IntegerColumn velocity;
  private final IntegerColumn onsetTick;
  private final IntegerColumn offsetTick;
  private final DoubleColumn onsetS;
  private final DoubleColumn durationS;
  private final IntegerColumn bar;
  private final DoubleColumn quartersIntoBar;
  private final TextColumn closedBy;

  /**
   * @param file of the columns of {@link io.partita.lake.table.LakeTable#NOTES}
   */
  NoteFile(BulkFile file) {
    this.file = file;
    this.md5 = file.column("midi_md5", TextColumn.class);
    this.index = file.column("note_idx", IntegerColumn.class);
    this.track = file.column("track", IntegerColumn.class);
    this.port = file.column("port", IntegerColumn.class);
    this.channel = file.column("channel", IntegerColumn.class);
    this.program = file.column("program", IntegerColumn.class);
    this.isDrum = file.column("is_drum", FlagColumn.class);
    this.pitch = file.column("pitch", IntegerColumn.class);
    this.velocity = file.column("velocity", IntegerColumn.class);
    this.onsetTick = file.column("onset_tick", IntegerColumn.class);
    this.offsetTick = file.column("offset_tick", IntegerColumn.class);
    this.onsetS = file.column("onset_s", DoubleColumn.class);
    this.durationS = file.column("duration_s", DoubleColumn.class);
    this.bar = file.column("bar", IntegerColumn.class);
    this.quartersIntoBar = file.column("position_in_bar_quarters", DoubleColumn.class);
    this.closedBy = file.column("closed_by", TextColumn.class);
  }

  /** Adds the notes of a content; the file is not closed by this class. */
  void add(String contentMd5, Score score) throws IOException {
    Notes notes = score.notes();
    int size = notes.size();
    md5.add(Binary.fromString(contentMd5), size);
    for (int i = 0; i < size; i++) {
      index.add(i);
    }
    for (int i = 0; i < size; i++) {
      track.add(notes.track(i));
    }
    for (int i = 0; i < size; i++) {
      port.add(notes.port(i));
    }
    for (int i = 0; i < size; i++) {
      channel.add(notes.channel(i));
    }
    for (int i = 0; i < size; i++) {
      program.add(notes.program(i));
    }
    for (int i = 0; i < size; i++) {
      isDrum.add(notes.isDrum(i));
    }
    for (int i = 0; i < size; i++) {
      pitch.add(notes.pitch(i));
    }
    for (int i = 0; i < size; i++) {
      velocity.add(notes.velocity(i));
    }
    for (int i = 0; i < size; i++) {
      onsetTick.add(notes.onsetTick(i));
    }
    for (int i = 0; i < size; i++) {
      offsetTick.add(notes.offsetTick(i));
    }
    for (int i = 0; i < size; i++) {
      onsetS.add(notes.onsetS(i));
    }
    for (int i = 0; i < size; i++) {
      durationS.add(notes.durationS(i));
    }
    for (int i = 0; i < size; i++) {
      closedBy.add(CLOSED_BY.get(notes.closedBy(i)));
    }
    addBars(notes, Meter.of(score).orElse(null));
    file.endBatch(size);
  }

  private void addBars(Notes notes, Meter meter) throws IOException {
    int size = notes.size();
    if (meter == null) {
      bar.addNulls(size);
      quartersIntoBar.addNulls(size);
      return;
    }
    Meter.Place place = meter.start();
    for (int i = 0; i < size; i++) {
      place.moveTo(notes.onsetTick(i));
      bar.add(place.bar());
      quartersIntoBar.add(place.quartersIntoBar());
    }
  }
}
