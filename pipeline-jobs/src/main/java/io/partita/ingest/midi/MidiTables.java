package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;

import io.partita.catalog.CsvCatalog;
import io.partita.ingest.CatalogRows;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.msd.MsdSongs;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.MsdRows;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.ReportedCount;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import io.partita.split.LabelIndex;
import io.partita.split.SplitGroups;
import io.partita.split.SplitRatios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;

/**
 * The tables that need to know all members, made on the driver when all are parsed: which tracks
 * there are, which contents belong together and so to one split, and what the catalog says. Each is
 * one file, and so is what the partitions wrote of {@code midi_files}.
 */
final class MidiTables {
  private static final Comparator<Row> BY_SOURCE_AND_PATH =
      Comparator.<Row, String>comparing(row -> MIDI_SOURCES.value(row, "source"))
          .thenComparing(row -> MIDI_SOURCES.<String>value(row, "path"))
          .thenComparing(
              row -> MIDI_SOURCES.value(row, "midi_md5"),
              Comparator.nullsFirst(Comparator.<String>naturalOrder()));

  private final IngestRun run;
  private final Survey survey;
  private final KnownFiles known;
  private final CatalogRows catalog;
  private final TrackMatches matches = new TrackMatches();
  private final Map<String, String> songOfTrack = new HashMap<>();

  /**
   * @param known contents whose rows of midi_files are there
   * @param catalog null if absent
   */
  MidiTables(IngestRun run, Survey survey, KnownFiles known, CsvCatalog catalog) {
    this.run = run;
    this.survey = survey;
    this.known = known;
    this.catalog = new CatalogRows(catalog);
  }

  /**
   * Stages the table track_midi.
   *
   * @param matchScores Lakh's scores, or null
   */
  void writeTrackMidi(String matchScores) throws IOException {
    survey.forEach(
        members -> {
          for (Finding member : members) {
            catalog.add(member.path());
            Optional<String> track = member.trackId();
            if (member.md5() != null && track.isPresent()) {
              matches.named(track.get(), member.md5());
            } else if (member.md5() != null && matchScores != null) {
              matches.unnamed(member.md5());
            }
          }
        });
    if (matchScores != null) {
      MatchScoreFile.forEach(matchScores, run.conf(), matches::score);
    }
    try (TableFile<Row> file = file(TRACK_MIDI)) {
      for (String track : matches.tracks().keySet()) {
        int rank = 0;
        for (TrackMatches.Match match : matches.ranked(track)) {
          rank++;
          file.write(
              RowBuilder.of(TRACK_MIDI)
                  .set("track_id", track)
                  .set("midi_md5", match.md5())
                  .set("score", match.score())
                  .set("rank_in_track", rank)
                  .row());
        }
      }
    }
  }

  /**
   * Stages the table tracks.
   *
   * @param metadata the Million Song summary, or null
   * @param figures gets how many there are
   */
  void writeTracks(String metadata, PartitionReport figures) throws IOException {
    Map<String, Integer> tracks = matches.tracks();
    Map<String, Row> songs =
        metadata == null ? Map.of() : MsdSongs.read(run.spark(), metadata, tracks);
    try (TableFile<Row> file = file(TRACKS)) {
      for (Map.Entry<String, Integer> track : tracks.entrySet()) {
        Row song = songs.get(track.getKey());
        file.write(song == null ? MsdRows.trackRow(track.getKey(), null, track.getValue()) : song);
        String songId = song == null ? null : TRACKS.value(song, "song_id");
        if (songId != null) {
          songOfTrack.put(track.getKey(), songId);
        }
      }
    }
    figures.count("tracks", tracks.size());
    figures.count("tracks_with_metadata", songOfTrack.size());
  }

  /**
   * The splits of all contents that are not rejected.
   *
   * @param frozen those that known contents keep; null where none do
   */
  ContentSplits splits(SplitRatios ratios, FrozenSplits frozen) throws IOException {
    Map<String, SortedSet<String>> songs = matches.songs(songOfTrack);
    SplitGroups groups = new SplitGroups();
    LabelIndex labels = new LabelIndex();
    survey.forEach(
        members -> {
          Finding content = members.get(0);
          if (content.contentHash() != null) {
            Collection<String> of = songs.getOrDefault(content.md5(), new TreeSet<>());
            groups.add(content.contentHash(), of);
            if (frozen != null && frozen.byContent().get(content.md5()) != null) {
              labels.put(content.md5(), frozen.byContent().get(content.md5()));
            }
            if (frozen == null || frozen.keepsOfficial()) {
              catalog.split(paths(members)).ifPresent(split -> labels.put(content.md5(), split));
            }
          }
        });
    ContentSplits splits = new ContentSplits(groups.assign(ratios), labels, new HashMap<>());
    if (frozen != null) {
      survey.forEach(members -> splits.hold(members.get(0), frozen.byContent()));
    }
    survey.forEach(
        members -> {
          Finding content = members.get(0);
          if (content.contentHash() != null) {
            splits.add(content.md5(), content.contentHash());
          }
        });
    return splits;
  }

  /** Stages the table midi_sources; counts what the catalog says, and contents in each split. */
  Map<String, Long> writeSources(ContentSplits splits, PartitionReport figures) throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, Long> sizes = new TreeMap<>();
    survey.forEach(
        members -> {
          Finding content = members.get(0);
          if (content.contentHash() != null) {
            sizes.merge(splits.split(content.md5()), 1L, Long::sum);
            catalog.note(
                paths(members), content.contentHash(), splits.group(content.contentHash()));
          }
          for (Finding member : members) {
            rows.add(sourceRow(member));
          }
        });
    rows.sort(BY_SOURCE_AND_PATH);
    try (TableFile<Row> file = file(MIDI_SOURCES)) {
      for (Row row : rows) {
        file.write(row);
      }
    }
    catalog.count(figures);
    return sizes;
  }

  /**
   * Puts together what the partitions staged of midi_files, in their order, and the rows of known
   * contents, and adds the splits.
   */
  void gatherFiles(List<String> parts, ContentSplits splits, PartitionReport figures)
      throws IOException {
    try (TableFile<Group> whole =
        TableFile.ofCopies(
            path(MIDI_FILES),
            MIDI_FILES,
            run.identity().provenance(),
            file -> added(file, splits),
            run.conf())) {
      known.forEachKept(
          file -> {
            whole.write(file);
            figures.count(ReportedCount.SUSPECTS, file.getBoolean("suspect", 0) ? 1 : 0);
          });
      for (String part : parts) {
        ParquetRows.forEach(new Path(part), run.conf(), whole::write);
      }
    }
  }

  /** What is not a content's alone: a known one may have another first member now. */
  private Map<String, String> added(Group file, ContentSplits splits) {
    Map<String, String> added = new HashMap<>();
    String md5 = file.getString("midi_md5", 0);
    if (known.path(md5) != null) {
      added.put("path", known.path(md5));
    }
    boolean isParsed = file.getFieldRepetitionCount("content_hash") > 0;
    added.put("split_group", isParsed ? splits.group(file.getString("content_hash", 0)) : null);
    added.put("split", isParsed ? splits.split(md5) : null);
    return added;
  }

  private Row sourceRow(Finding member) {
    return RowBuilder.of(MIDI_SOURCES)
        .set("source", member.source())
        .set("path", member.path())
        .set("midi_md5", member.md5())
        .set("track_id", member.trackId().orElse(null))
        .set("catalog", catalog.row(member.path()))
        .row();
  }

  private static List<String> paths(List<Finding> members) {
    return members.stream().map(Finding::path).toList();
  }

  private TableFile<Row> file(LakeTable table) throws IOException {
    return TableFile.ofRows(path(table), table, run.identity().provenance(), run.conf());
  }

  /** Of the one file of a table; what an interrupted run left there is gone. */
  private Path path(LakeTable table) throws IOException {
    Path folder = run.staged(table);
    folder.getFileSystem(run.conf()).delete(folder, true);
    return new Path(folder, "part-00000-" + run.identity().attempt() + ".zstd.parquet");
  }
}
