package io.partita.slices;

import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_PERFORMANCES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MELODY_FILES;
import static io.partita.lake.table.LakeTable.MELODY_LATENTS;
import static io.partita.lake.table.LakeTable.MELODY_SLICES;
import static io.partita.lake.table.LakeTable.PERFORMANCE_FILES;
import static io.partita.lake.table.LakeTable.TRIO_FILES;
import static io.partita.lake.table.LakeTable.TRIO_LATENTS;
import static io.partita.lake.table.LakeTable.TRIO_SLICES;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import io.partita.drum.DrumPiece;
import io.partita.drum.DrumSlice;
import io.partita.drum.DrumSlices;
import io.partita.drum.PerformanceSlice;
import io.partita.drum.PerformanceSlices;
import io.partita.drum.PlayedHits;
import io.partita.grid.StepGrid;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.SliceColumns;
import io.partita.melody.MelodySlice;
import io.partita.melody.MelodySlices;
import io.partita.melody.TrioSlice;
import io.partita.melody.TrioSlices;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What is cut out of MIDI contents, and which tables that makes. */
@SuppressWarnings("ImmutableEnumChecker") // StructType and the lists are immutable
enum Slicing {
  DRUMS(DRUM_SLICES, DRUM_FILES, List.of(2, 4), List.of(LATENTS)) {
    @Override
    RowBuilder cut(byte[] bytes, CutOptions how, RowBuilder row) throws MalformedInputException {
      DrumGrid grid = DrumGrid.read(bytes, how.map());
      DrumSlices slices = how.isPadded() ? grid.paddedSlices(how.bars()) : grid.slices(how.bars());
      return why(row, slices.absence().map(DrumSlices.Absence::label), slices.detail())
          .set("n_pieces", grid.pieces().size())
          .set("n_windows", slices.windows())
          .set("n_slices", slices.slices().size())
          .set("n_hits", grid.hits())
          .set("n_dropped_hits", grid.droppedHits())
          .set("n_roland_hits", grid.rolandHits())
          .set("n_ambiguous_hits", grid.ambiguousHits())
          .set(SLICES, slices.slices().stream().map(this::row).toArray());
    }

    private Object row(DrumSlice slice) {
      return RowBuilder.of(sliceSchema())
          .set("piece", slice.piece())
          .set("start_step", slice.startStep())
          .set("steps", SliceColumns.column(slice.steps()))
          .set("slice_hash", slice.hash())
          .set("n_hits", slice.hits())
          .row();
    }
  },

  PERFORMANCES(DRUM_PERFORMANCES, PERFORMANCE_FILES, List.of(2, 4), List.of()) {
    @Override
    RowBuilder cut(byte[] bytes, CutOptions how, RowBuilder row) throws MalformedInputException {
      DrumGrid grid = DrumGrid.read(bytes, how.map());
      PerformanceSlices slices = grid.performances(how.bars(), how.uniqueHits());
      return why(row, slices.absence().map(DrumSlices.Absence::label), slices.detail())
          .set("n_pieces", grid.pieces().size())
          .set("n_windows", slices.windows())
          .set("n_slices", slices.slices().size())
          .set("n_hits", sum(grid, hits -> hits.size() + hits.merged()))
          .set("n_merged_hits", sum(grid, PlayedHits::merged))
          .set("n_dropped_hits", grid.droppedHits())
          .set(SLICES, slices.slices().stream().map(this::row).toArray());
    }

    private int sum(DrumGrid grid, ToIntFunction<PlayedHits> count) {
      return grid.pieces().stream().map(DrumPiece::played).mapToInt(count).sum();
    }

    private Object row(PerformanceSlice slice) {
      DrumPerformance played = slice.played();
      return RowBuilder.of(sliceSchema())
          .set("piece", slice.piece())
          .set("start_step", slice.startStep())
          .set("qpm", slice.qpm())
          .set("steps", SliceColumns.column(played.masks()))
          .set("velocities", SliceColumns.column(played.velocities()))
          .set("offsets", SliceColumns.column(played.offsets()))
          .set("hits_hash", played.hitsHash())
          .set("n_hits", played.hits())
          .row();
    }
  },

  MELODIES(MELODY_SLICES, MELODY_FILES, MelodySlices.BARS, List.of(MELODY_LATENTS)) {
    @Override
    RowBuilder cut(byte[] bytes, CutOptions how, RowBuilder row) throws MalformedInputException {
      StepGrid grid = StepGrid.read(bytes);
      MelodySlices slices = MelodySlices.of(grid, how.bars());
      return why(row, slices.absence().map(MelodySlices.Absence::label), slices.detail())
          .set("n_pieces", grid.pieces().size())
          .set("n_windows", slices.windows())
          .set("n_slices", slices.slices().size())
          .set("n_notes", slices.notes())
          .set("n_dropped_notes", slices.droppedNotes())
          .set(SLICES, slices.slices().stream().map(this::row).toArray());
    }

    private Object row(MelodySlice slice) {
      return RowBuilder.of(sliceSchema())
          .set("piece", slice.piece())
          .set("instrument", slice.instrument())
          .set("start_step", slice.startStep())
          .set("labels", SliceColumns.column(slice.labels()))
          .set("slice_hash", slice.hash())
          .row();
    }
  },

  TRIOS(TRIO_SLICES, TRIO_FILES, List.of(TrioSlice.BARS), List.of(TRIO_LATENTS)) {
    @Override
    RowBuilder cut(byte[] bytes, CutOptions how, RowBuilder row) throws MalformedInputException {
      StepGrid grid = StepGrid.read(bytes);
      TrioSlices slices = TrioSlices.of(grid);
      return why(row, slices.absence().map(TrioSlices.Absence::label), slices.detail())
          .set("n_pieces", grid.pieces().size())
          .set("n_windows", slices.windows())
          .set("n_slices", slices.slices().size())
          .set("n_melodies", slices.melodies())
          .set("n_basses", slices.basses())
          .set("n_drums", slices.drums())
          .set(SLICES, slices.slices().stream().map(this::row).toArray());
    }

    private Object row(TrioSlice slice) {
      return RowBuilder.of(sliceSchema())
          .set("piece", slice.piece())
          .set("melody_instrument", slice.melody().instrument())
          .set("bass_instrument", slice.bass().instrument())
          .set("drum_instrument", slice.drums().instrument())
          .set("start_bar", slice.startBar())
          .set("melody", SliceColumns.column(slice.melodyLabels()))
          .set("bass", SliceColumns.column(slice.bassLabels()))
          .set("drums", SliceColumns.column(slice.drumMasks()))
          .set("slice_hash", slice.hash())
          .row();
    }
  };

  /** The column of a content's row that has all of its slices. */
  static final String SLICES = "slices";

  private static final String MD5 = "midi_md5";

  private final LakeTable slices;
  private final LakeTable files;
  private final List<Integer> bars;
  private final List<LakeTable> madeFrom;
  private final StructType sliceSchema;
  private final StructType contentSchema;

  /**
   * @param bars that there are slices of
   * @param madeFrom tables that are made from the slices
   */
  Slicing(LakeTable slices, LakeTable files, List<Integer> bars, List<LakeTable> madeFrom) {
    this.slices = slices;
    this.files = files;
    this.bars = bars;
    this.madeFrom = madeFrom;
    this.sliceSchema = own(slices);
    this.contentSchema =
        columns(new StructType().add(MD5, DataTypes.StringType, false), own(files))
            .add(SLICES, DataTypes.createArrayType(sliceSchema, false), false);
  }

  /**
   * Cuts a content.
   *
   * @param row of {@link #contentSchema()} that gets all but its content
   * @return the row
   */
  abstract RowBuilder cut(byte[] bytes, CutOptions how, RowBuilder row)
      throws MalformedInputException;

  LakeTable slices() {
    return slices;
  }

  LakeTable files() {
    return files;
  }

  List<LakeTable> madeFrom() {
    return madeFrom;
  }

  /** The command that cuts them. */
  String command() {
    return slices.spec().origin().commands().get(0);
  }

  boolean hasSeveralLengths() {
    return bars.size() > 1;
  }

  /** Fails on a number of bars that there are no slices of. */
  void check(int wanted) {
    if (!bars.contains(wanted)) {
      String known = bars.stream().map(String::valueOf).collect(Collectors.joining(" or "));
      throw new UserException(
          Mistake.BAD_OPTION, "--bars must be " + known + ", not " + wanted + ".");
    }
  }

  /** A column where a slice is one value. */
  StructType sliceSchema() {
    return sliceSchema;
  }

  /** A content with all of its slices, or with why it has none. */
  StructType contentSchema() {
    return contentSchema;
  }

  /** The columns that count something in a file. */
  List<String> counts() {
    return Arrays.stream(own(files).fieldNames()).filter(name -> name.startsWith("n_")).toList();
  }

  private static StructType columns(StructType first, StructType more) {
    StructType all = first;
    for (StructField field : more.fields()) {
      all = all.add(field);
    }
    return all;
  }

  /** The columns of what was cut from a file, and not of the file. */
  private static StructType own(LakeTable table) {
    List<String> ofFile = List.of("source", "path", MD5, "bars", "split", SliceColumns.DRUM_MAP);
    return new StructType(
        Arrays.stream(table.schema().fields())
            .filter(field -> !ofFile.contains(field.name()))
            .toArray(StructField[]::new));
  }

  private static RowBuilder why(RowBuilder row, Optional<String> reason, String detail) {
    return row.set("reason", reason.orElse(null)).set("detail", reason.isEmpty() ? null : detail);
  }
}
