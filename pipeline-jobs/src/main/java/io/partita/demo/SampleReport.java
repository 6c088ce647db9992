package io.partita.demo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.sample.SampleData;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@link SampleDataCommand} has written, as {@code --json} prints it.
 *
 * @param out the folder
 * @param seed of what was invented
 * @param midiFiles members of the archive, with those that are broken on purpose
 * @param archiveBytes size of the archive of MIDI files
 * @param clips members of the audio archive, with those that are broken on purpose
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SampleReport(
    String out,
    long seed,
    int tracks,
    long midiFiles,
    long damagedFiles,
    long archiveBytes,
    int summaryRows,
    int msdTrackFiles,
    int clips,
    int damagedClips) {

  static SampleReport of(Path out, long seed, SampleData.Written written) {
    return new SampleReport(
        out.toString(),
        seed,
        written.tracks(),
        written.midiFiles(),
        written.damagedFiles(),
        written.archiveBytes(),
        written.summaryRows(),
        written.msdTrackFiles(),
        written.clips(),
        written.damagedClips());
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%s: %,d tracks with %,d MIDI files (%,d broken on purpose), %,d summary rows, %,d audio"
            + " clips (%,d broken on purpose), seed %d",
        out,
        tracks,
        midiFiles,
        damagedFiles,
        summaryRows,
        clips,
        damagedClips,
        seed);
  }
}
