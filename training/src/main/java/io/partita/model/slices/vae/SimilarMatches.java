package io.partita.model.slices.vae;

import io.partita.model.latent.Finder;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceForm;
import io.partita.output.MusicFiles;
import io.partita.picture.SliceRoll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code find similar} found, for programs, for people, as pictures and to hear.
 *
 * @param form of the slices
 * @param wanted the slice that others were compared with
 * @param matches the nearest first
 */
record SimilarMatches(SliceForm form, CutFile.Slice wanted, List<Match> matches)
    implements Finder.Matches {
  /**
   * A match.
   *
   * @param steps that its slices have
   * @param hammingDistance from the wanted slice, see {@link SliceForm#distance}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Match(SimilarSlice slice, int[] steps, int hammingDistance) {}

  /**
   * @param nearest first
   * @param steps by slice hash
   */
  static SimilarMatches of(
      SliceForm form, CutFile.Slice wanted, List<SimilarSlice> nearest, Map<String, int[]> steps) {
    List<Match> matches = new ArrayList<>();
    for (SimilarSlice slice : nearest) {
      int[] found = steps.get(slice.sliceHash());
      matches.add(new Match(slice, found, form.distance(wanted.labels(), found)));
    }
    return new SimilarMatches(form, wanted, matches);
  }

  @Override
  public List<Map<String, Object>> fields() {
    return matches.stream().map(this::fields).toList();
  }

  private Map<String, Object> fields(Match match) {
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
    fields.putAll(form.place(first.slice()));
    fields.put("split", first.split());
    fields.put("slice_hash", slice.sliceHash());
    fields.putAll(form.labels(match.steps()));
    fields.put("hamming_distance", match.hammingDistance());
    return fields;
  }

  @Override
  public void write(int number, String name, MusicFiles files) throws IOException {
    files.midiAndWav(name, form.score(matches.get(number).steps()), form.isLoop());
  }

  @Override
  public byte[] picture(String title) {
    return form.picture(title, rolls());
  }

  /** The wanted slice and, below it, the matches. */
  List<SliceRoll> rolls() {
    List<SliceRoll> rolls = new ArrayList<>();
    rolls.add(new SliceRoll("the file", startTitle() + " " + wanted.start(), wanted.labels()));
    for (Match match : matches) {
      String cosine = String.format(Locale.ROOT, "cosine %.4f", match.slice().cosine());
      rolls.add(new SliceRoll("match " + rolls.size(), cosine, match.steps()));
    }
    return rolls;
  }

  @Override
  public List<String> lines(String file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Most like piece %d, %s %d of %s:",
            wanted.piece(),
            startTitle(),
            wanted.start(),
            file));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  # cosine  %11s   count  dataset           piece    %4s  split       path",
            form.unit() + " differ",
            startTitle()));
    for (int i = 0; i < matches.size(); i++) {
      lines.add(line(i + 1, matches.get(i)));
    }
    return lines;
  }

  /** What a slice starts at: a step or a bar. */
  private String startTitle() {
    return form.startSteps() == 1 ? "step" : "bar";
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
        first.start(),
        first.split() == null ? "" : first.split(),
        first.path());
  }
}
