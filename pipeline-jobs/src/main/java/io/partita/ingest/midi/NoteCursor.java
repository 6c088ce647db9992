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
    row.add(md5);
    row.add(index);
    row.add(notes.track(index));
    row.add(notes.channel(index));
    row.add(notes.program(index));
    row.add(notes.isDrum(index));
    row.add(notes.pitch(index));
    row.add(notes.velocity(index));
    row.add(onsetTick);
    row.add(notes.offsetTick(index));
    row.add(notes.onsetS(index));
    row.add(notes.durationS(index));
    if (meter == null) {
      row.addNull();
      row.addNull();
    } else {
      row.add(meter.barAt(onsetTick));
      row.add(meter.quartersIntoBar(onsetTick));
    }
    row.add(CLOSED_BY.get(notes.closedBy(index)));
  }
}
