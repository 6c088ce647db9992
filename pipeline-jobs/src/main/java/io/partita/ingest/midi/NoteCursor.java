package io.partita.ingest.midi;

import io.partita.lake.table.ColumnWriter;
import io.partita.score.ClosedBy;
import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Walks a score's notes and writes each as a row, without making objects for them. */
final class NoteCursor {
  private static final Map<ClosedBy, Binary> CLOSED_BY = new EnumMap<>(ClosedBy.class);

  static {
    for (ClosedBy closedBy : ClosedBy.values()) {
      CLOSED_BY.put(closedBy, Binary.fromString(closedBy.name().toLowerCase(Locale.ROOT)));
    }
  }

  private final Binary md5;
  private final Notes notes;
  private final Meter meter;
  private int index = -1;

  NoteCursor(String md5, Score score) {
    this.md5 = Binary.fromString(md5);
    this.notes = score.notes();
    this.meter = Meter.of(score).orElse(null);
  }

  boolean next() {
    return ++index < notes.size();
  }

  /** The columns of {@link io.partita.lake.table.LakeTable#NOTES}. */
  void writeRow(ColumnWriter row) {
    long onsetTick = notes.onsetTick(index);
    row.add("midi_md5", md5);
    row.add("note_idx", index);
    row.add("track", notes.track(index));
    row.add("channel", notes.channel(index));
    row.add("program", notes.program(index));
    row.add("is_drum", notes.isDrum(index));
    row.add("pitch", notes.pitch(index));
    row.add("velocity", notes.velocity(index));
    row.add("onset_tick", onsetTick);
    row.add("offset_tick", notes.offsetTick(index));
    row.add("onset_s", notes.onsetS(index));
    row.add("duration_s", notes.durationS(index));
    if (meter == null) {
      row.addNull("bar");
      row.addNull("position_in_bar_quarters");
    } else {
      row.add("bar", meter.barAt(onsetTick));
      row.add("position_in_bar_quarters", meter.quartersIntoBar(onsetTick));
    }
    row.add("closed_by", CLOSED_BY.get(notes.closedBy(index)));
  }
}
