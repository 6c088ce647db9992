package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.models.latent.Finder;
import io.partita.picture.DrumRoll;
import io.partita.picture.DrumRollPicture;
import io.partita.run.MusicFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code similar} found, for programs, for people, as pictures and to hear.
 *
 * @param wanted the slice that others were compared with
 * @param matches the nearest first
 */
record SimilarMatches(DrumSlice wanted, List<Match> matches) implements Finder.Matches {
  /**
   * A match.
   *
   * @param steps that its slices have
   * @param hammingDistance hits that only they or only the wanted slice has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Match(SimilarSlice slice, int[] steps, int hammingDistance) {}

  /**
   * @param nearest first
   * @param steps by slice hash
   */
  static SimilarMatches of(DrumSlice wanted, List<SimilarSlice> nearest, Map<String, int[]> steps) {
    List<Match> matches = new ArrayList<>();
    for (SimilarSlice slice : nearest) {
      int[] found = steps.get(slice.sliceHash());
      matches.add(new Match(slice, found, DrumLoop.hammingDistance(wanted.steps(), found)));
    }
    return new SimilarMatches(wanted, matches);
  }

  @Override
  public List<Map<String, Object>> fields() {
    return matches.stream().map(SimilarMatches::fields).toList();
  }

  private static Map<String, Object> fields(Match match) {
    SimilarSlice slice = match.slice();
    SlicePlace first = slice.first();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cosine", slice.cosine());
    fields.put("count", slice.count());
    fields.put("dataset", first.dataset());
    fields.put("source", first.source());
    fields.put("path", first.path());
    fields.put("midi_md5", first.midiMd5());
    fields.put("bars", first.bars());
    fields.put("piece", first.piece());
    fields.put("start_step", first.startStep());
    fields.put("split", first.split());
    fields.put("slice_hash", slice.sliceHash());
    fields.put("steps", match.steps());
    fields.put("hamming_distance", match.hammingDistance());
    return fields;
  }

  @Override
  public void write(int number, String name, MusicFiles files) throws IOException {
    files.midiAndWav(name, DrumLoop.score(matches.get(number).steps()));
  }

  @Override
  public byte[] picture(String title) {
    return DrumRollPicture.png(title, rolls());
  }

  /** The wanted slice and, below it, the matches. */
  List<DrumRoll> rolls() {
    List<DrumRoll> rolls = new ArrayList<>();
    rolls.add(new DrumRoll("the file", "step " + wanted.startStep(), wanted.steps()));
    for (Match match : matches) {
      String cosine = String.format(Locale.ROOT, "cosine %.4f", match.slice().cosine());
      rolls.add(new DrumRoll("match " + rolls.size(), cosine, match.steps()));
    }
    return rolls;
  }

  @Override
  public List<String> lines(String file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Most like piece %d, step %d of %s:",
            wanted.piece(),
            wanted.startStep(),
            file));
    lines.add("");
    lines.add("  # cosine  hits differ   count  dataset           piece    step  split       path");
    for (int i = 0; i < matches.size(); i++) {
      lines.add(line(i + 1, matches.get(i)));
    }
    return lines;
  }

  private static String line(int number, Match match) {
    SlicePlace first = match.slice().first();
    return String.format(
        Locale.ROOT,
        "%3d %6.4f %12d %7d  %-16s %6d %7d  %-10s  %s",
        number,
        match.slice().cosine(),
        match.hammingDistance(),
        match.slice().count(),
        first.dataset(),
        first.piece(),
        first.startStep(),
        first.split() == null ? "" : first.split(),
        first.path());
  }
}
