package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.TOKENS;

import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.lake.EarlierRows;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetRows;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The rows that an earlier run of the same recipe left of contents, and what becomes of them: those
 * of contents that are found again are kept, and those of the others go.
 */
final class KnownFiles {
  /** Tables with rows of contents that are kept; the first tells how many runs made them. */
  private final List<LakeTable> tables;

  private final IngestRun run;
  private final List<TokenScheme> schemes;
  private Optional<EarlierRows> earlier;
  private final Map<String, Known> known = new HashMap<>();

  /** Of each content that was found again, the path of its first member. */
  private final Map<String, String> paths = new HashMap<>();

  private Set<String> gone = Set.of();

  private record Known(ContentStatus status, String contentHash) {}

  private KnownFiles(IngestRun run, List<TokenScheme> schemes, boolean hasBytes)
      throws IOException {
    this.run = run;
    this.schemes = schemes;
    tables = new ArrayList<>(List.of(NOTES, TOKENS));
    for (ContentTable table : ContentTable.values()) {
      tables.add(table.table());
    }
    if (hasBytes) {
      tables.add(MIDI_BYTES);
    }
    Set<String> partitions =
        schemes.stream().map(KnownFiles::partition).collect(Collectors.toSet());
    earlier = run.earlier(tables, List.of(MIDI_FILES), EarlierRows.Part.of(partitions));
  }

  /**
   * Looks for them.
   *
   * @param hasBytes whether the run fills the table midi_bytes
   */
  static KnownFiles of(IngestRun run, List<TokenScheme> schemes, boolean hasBytes)
      throws IOException {
    KnownFiles files = new KnownFiles(run, schemes, hasBytes);
    files.forEach(
        Set.of("midi_md5", "status", "content_hash"),
        file ->
            files.known.put(
                file.getString("midi_md5", 0),
                new Known(
                    file.getString("status", 0).equals(ContentStatus.OK.label())
                        ? ContentStatus.OK
                        : ContentStatus.REPAIRED,
                    file.getString("content_hash", 0))));
    files.forgetUnlessWorthIt();
    return files;
  }

  private static String partition(TokenScheme scheme) {
    return "scheme=" + scheme.label();
  }

  /** What tasks need to know. */
  Broadcast<KnownContents> contents() {
    Map<String, ContentStatus> statuses = new HashMap<>();
    if (earlier.isPresent()) {
      known.forEach((md5, content) -> statuses.put(md5, content.status()));
    }
    return JavaSparkContext.fromSparkContext(run.spark().sparkContext())
        .broadcast(KnownContents.of(statuses));
  }

  /** What the reading of members needs to know. */
  MemberStage.Known members(Broadcast<KnownContents> contents) {
    return earlier
        .map(
            rows ->
                new MemberStage.Known(
                    rows.version(),
                    rows.report().path("bytes_read").asLong(),
                    md5 -> contents.value().has(md5)))
        .orElse(MemberStage.Known.NONE);
  }

  /**
   * From here on nothing is known of the contents, if it is not worth it.
   *
   * @return whether that is new
   */
  boolean forgetUnlessWorthIt() {
    boolean isForgotten = earlier.isPresent() && !earlier.get().areWorthKeeping(NOTES, gone);
    if (isForgotten) {
      earlier = Optional.empty();
      paths.clear();
      gone = Set.of();
    }
    return isForgotten;
  }

  /** The hash of a known content; null of another. */
  String contentHash(String md5) {
    return earlier.isPresent() && known.containsKey(md5) ? known.get(md5).contentHash() : null;
  }

  /** The path of the first member of a known content. */
  String path(String md5) {
    return paths.get(md5);
  }

  /** Notes which contents were found again. */
  void find(Survey survey) throws IOException {
    if (earlier.isEmpty()) {
      return;
    }
    survey.forEach(
        members -> {
          String md5 = members.get(0).md5();
          if (known.containsKey(md5)) {
            paths.put(md5, members.get(0).path());
          }
        });
    gone = new TreeSet<>(known.keySet());
    gone.removeAll(paths.keySet());
  }

  /**
   * Keeps the rows of what was found again, in all tables but midi_files, and counts them: when all
   * others are staged.
   *
   * @param figures of what was parsed
   */
  void keep(MemberStage stage, PartitionReport figures) throws IOException {
    for (LakeTable table : tables) {
      boolean isStaged = table == TOKENS || stage.isTidied(table.tableName());
      OptionalLong rows =
          earlier.isEmpty() ? OptionalLong.empty() : run.keep(earlier.get(), table, gone);
      if (!isStaged && rows.isEmpty()) {
        stage.tidy(table);
      }
      if (table != TOKENS && table != MIDI_BYTES) {
        figures.count(table.tableName(), rows.orElse(0));
      }
    }
    if (earlier.isPresent()) {
      figures.count("contents", paths.size());
      figures.count("known_contents", paths.size());
      for (TokenScheme scheme : schemes) {
        String count = "tokens_" + scheme.label();
        figures.count(
            count, earlier.get().counted(count, TOKENS, partition(scheme), "n_tokens", gone));
      }
    }
  }

  /**
   * Visits the rows of midi_files of contents that were found again, those in each file in order.
   */
  void forEachKept(ParquetRows.Visitor visitor) throws IOException {
    forEach(
        Set.of(MIDI_FILES.schema().fieldNames()),
        file -> {
          if (paths.containsKey(file.getString("midi_md5", 0))) {
            visitor.row(file);
          }
        });
  }

  private void forEach(Set<String> columns, ParquetRows.Visitor visitor) throws IOException {
    if (earlier.isEmpty()) {
      return;
    }
    for (Path path : earlier.get().files(MIDI_FILES)) {
      ParquetRows.forEach(
          path,
          run.conf(),
          columns,
          file -> {
            if (!file.getString("status", 0).equals(ContentStatus.REJECTED.label())) {
              visitor.row(file);
            }
          });
    }
  }
}
