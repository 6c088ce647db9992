package io.partita.sample;

import io.partita.midi.MidiWriter;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Dice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A MIDI file that was matched to a track: a file of the track's folder in the archive.
 *
 * @param md5 of the bytes, in 32 lower-case hexadecimal digits
 * @param bytes as stored, damaged or not
 * @param score of its match with the track, 0.5 to a little above 1
 * @param damaged whether it was broken on purpose
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MatchedFile(String md5, byte[] bytes, double score, boolean damaged) {
  private static final double DAMAGED = 0.02;

  /** What the numbers at the start of a dice's path represent. */
  private static final int FOLDER = 201;

  private static final int EDITION = 202;

  /**
   * The files of one track, 1 to 6 and 1.5 on average: its own song first, then other editions,
   * other people's versions, and a song of a neighbour that was matched by mistake.
   */
  static List<MatchedFile> of(Catalog catalog, long seed, int track) {
    Dice dice = Dice.of(seed, FOLDER, track);
    int work = catalog.work(track);
    int count = List.of(1, 2, 3, 4, 6).get(dice.weighted(68, 20, 7, 4, 1));
    List<MatchedFile> files = new ArrayList<>(count);
    Composition own = Composer.compose(seed, work, 0);
    boolean usual = work == track || dice.chance(0.6);
    int edition = usual ? 0 : 1 + dice.below(4);
    add(files, seed, own, work, edition, fit(dice, 0.83), dice);
    for (int i = 1; i < count; i++) {
      int source = track == 0 ? dice.weighted(60, 40) : dice.weighted(55, 30, 15);
      switch (source) {
        case 0 -> add(files, seed, own, work, edition + i, fit(dice, 0.81), dice);
        case 1 -> {
          Composition version = Composer.compose(seed, work, i);
          add(files, seed, version, work, 100 * i, fit(dice, 0.72), dice);
        }
        default -> {
          int other = catalog.work(track - 1 - dice.below(Math.min(track, 50)));
          Composition wrong = Composer.compose(seed, other, 0);
          add(files, seed, wrong, other, 0, fit(dice, 0.56), dice);
        }
      }
    }
    return files;
  }

  private static void add(
      List<MatchedFile> files,
      long seed,
      Composition composition,
      int work,
      int edition,
      double score,
      Dice dice) {
    Dice editionDice = Dice.of(seed, EDITION, work, edition);
    byte[] bytes = MidiWriter.write(Edition.draw(edition % 100, editionDice).score(composition));
    boolean damaged = dice.chance(DAMAGED);
    if (damaged) {
      bytes = Damage.draw(dice).apply(bytes, dice);
    }
    String md5 = md5(bytes);
    if (files.stream().noneMatch(file -> file.md5.equals(md5))) {
      files.add(new MatchedFile(md5, bytes, score, damaged));
    }
  }

  /** A score about a mean; one in 200 is above 1, as the real file has them. */
  private static double fit(Dice dice, double mean) {
    double score = dice.chance(0.005) ? 1 + 0.05 * dice.unit() : mean + 0.08 * dice.bell();
    return Math.max(0.5, score);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
