package io.partita.sample;

import io.partita.fma.FmaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * A small Free Music Archive: clips in {@code fma_small.zip}, its tables in {@code
 * fma_metadata.zip}.
 *
 * @param tracks its tracks by number, of every kind
 */
record FmaArchive(List<FmaTrack> tracks) {
  private static final String FOLDER = "fma_small";

  /** Clips rendered at once: bounds the memory. */
  private static final int BATCH = 16;

  /** One track in three has a row of Echo Nest's. */
  private static final int ECHONEST_EVERY = 3;

  private static final String NOT_FOUND =
      """
      <!DOCTYPE html>
      <html><head><title>404 Not Found</title></head>
      <body><h1>Not Found</h1><p>The clip %06d has moved.</p></body></html>
      """;

  /** An archive of so many sound clips, and of the broken ones that belong to them. */
  static FmaArchive of(long seed, int clips) {
    return new FmaArchive(FmaTrack.all(seed, clips));
  }

  int count(ClipKind kind) {
    return (int) tracks.stream().filter(track -> track.kind() == kind).count();
  }

  /** Clips in the archive, with the broken ones. */
  int members() {
    return (int) tracks.stream().filter(track -> track.kind().hasMember()).count();
  }

  /** The name of a member that is a sound clip with a row. */
  Optional<String> wholeClip() {
    return tracks.stream()
        .filter(track -> track.kind() == ClipKind.SOUND)
        .map(track -> FOLDER + "/" + track.path())
        .findFirst();
  }

  /** The numbers of the tracks of a kind, as a person reads them. */
  String numbers(ClipKind kind) {
    return tracks.stream()
        .filter(track -> track.kind() == kind)
        .map(track -> String.valueOf(track.id()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Writes both files, on all processors.
   *
   * @param progress listener that is told the number of clips written, sound and broken
   */
  void write(Path audio, Path metadata, long seed, int clipSeconds, LongConsumer progress)
      throws IOException {
    try (HashedZip clips = new HashedZip(audio, FOLDER);
        HashedZip tables = new HashedZip(metadata, "fma_metadata")) {
      writeClips(clips, tables, audio, seed, clipSeconds, progress);
      writeTables(tables, seed);
      String readme = "Sample data in the layout of %s, invented by Partita from seed %d (CC0).\n";
      clips.finish(readme.formatted("fma_small.zip", seed));
      tables.finish(readme.formatted("fma_metadata.zip", seed));
    }
  }

  /** A member of the archive, and its row of features.csv, empty if it has none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rendered(FmaTrack track, byte[] bytes, String features) {}

  private void writeClips(
      HashedZip clips,
      HashedZip tables,
      Path audio,
      long seed,
      int clipSeconds,
      LongConsumer progress)
      throws IOException {
    List<FmaTrack> members = tracks.stream().filter(track -> track.kind().hasMember()).toList();
    tables.begin(FmaTable.FEATURES.fileName());
    tables.text(FmaCsv.header(FmaTable.FEATURES));
    for (int first = 0; first < members.size(); first += BATCH) {
      int end = Math.min(members.size(), first + BATCH);
      List<Rendered> batch;
      try {
        batch =
            members.subList(first, end).parallelStream()
                .map(track -> rendered(track, audio, seed, clipSeconds))
                .toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Rendered one : batch) {
        clips.store(one.track.path(), one.bytes);
        tables.text(one.features);
      }
      progress.accept(end);
    }
    tables.end(FmaTable.FEATURES.fileName());
  }

  private static Rendered rendered(FmaTrack track, Path audio, long seed, int clipSeconds) {
    if (!track.kind().hasMusic()) {
      String text = track.kind() == ClipKind.EMPTY ? "" : NOT_FOUND.formatted(track.id());
      return new Rendered(track, text.getBytes(StandardCharsets.UTF_8), "");
    }
    FmaClip clip = FmaClip.render(seed, track, clipSeconds);
    byte[] bytes;
    try {
      bytes = clip.mp3(audio.resolveSibling(audio.getFileName() + "." + track.id()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (track.kind() == ClipKind.TRUNCATED) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2 / 5);
    }
    List<String> features = new ArrayList<>();
    features.add(String.valueOf(track.id()));
    features.addAll(ClipFeatures.cells(clip));
    return new Rendered(track, bytes, track.kind().hasRow() ? FmaCsv.row(features) : "");
  }

  private void writeTables(HashedZip tables, long seed) throws IOException {
    List<FmaTrack> rows = tracks.stream().filter(track -> track.kind().hasRow()).toList();
    Map<Integer, Integer> tracksOf = new HashMap<>();
    tables.begin(FmaTable.TRACKS.fileName());
    tables.text(FmaCsv.header(FmaTable.TRACKS));
    for (FmaTrack track : rows) {
      FmaTrackRow row = new FmaTrackRow(seed, track);
      tables.text(FmaCsv.row(row.cells()));
      row.genresAll().forEach(genre -> tracksOf.merge(genre, 1, Integer::sum));
    }
    tables.end(FmaTable.TRACKS.fileName());

    tables.begin(FmaTable.ECHONEST.fileName());
    tables.text(FmaCsv.header(FmaTable.ECHONEST));
    for (int i = 0; i < rows.size(); i += ECHONEST_EVERY) {
      FmaTrack track = rows.get(i);
      tables.text(FmaCsv.row(EchonestRow.cells(seed, track, new FmaTrackRow(seed, track))));
    }
    tables.end(FmaTable.ECHONEST.fileName());

    tables.begin(FmaTable.GENRES.fileName());
    tables.text(FmaCsv.header(FmaTable.GENRES));
    for (Genre genre : Genre.ALL) {
      tables.text(
          FmaCsv.row(
              List.of(
                  String.valueOf(genre.id()),
                  String.valueOf(tracksOf.getOrDefault(genre.id(), 0)),
                  String.valueOf(genre.parent()),
                  genre.title(),
                  String.valueOf(genre.top().id()))));
    }
    tables.end(FmaTable.GENRES.fileName());
  }
}
