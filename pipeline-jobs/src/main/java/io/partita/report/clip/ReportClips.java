package io.partita.report.clip;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.audio.FastGriffinLim;
import io.partita.files.MelFrames;
import io.partita.ingest.audio.OriginalAudio;
import io.partita.lake.Lake;
import io.partita.lake.run.StepProgress;
import io.partita.lake.table.LakeTable;
import io.partita.picture.Canvas;
import io.partita.picture.Picture;
import io.partita.picture.ScoreExcerpt;
import io.partita.picture.SpectrogramPicture;
import io.partita.synth.Mp3Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** Makes sound and pictures of the tracks to listen to, below a report's folder. */
public final class ReportClips {
  private static final String FOLDER = "clips";
  private static final long SEED = 1;

  private final Lake lake;
  private final Configuration conf;
  private final Path report;
  private final double clipS;

  public ReportClips(Lake lake, Configuration conf, Path report, double clipS) {
    this.lake = lake;
    this.conf = conf;
    this.report = report;
    this.clipS = clipS;
  }

  /**
   * Makes them all, in their order.
   *
   * @param name that all their files begin with
   */
  public List<Clip> of(List<ListenTrack> tracks, String name) throws IOException {
    Files.createDirectories(report.resolve(FOLDER));
    List<Clip> clips = new ArrayList<>();
    try (StepProgress progress = new StepProgress("Making clips", "clips")) {
      for (ListenTrack track : tracks) {
        String file = String.format(Locale.ROOT, "%s/%s-%02d", FOLDER, name, clips.size() + 1);
        clips.add(
            track instanceof ListenTrack.Midi midi
                ? midi(midi, file)
                : audio((ListenTrack.Audio) track, file));
        progress.show(clips.size(), tracks.size());
      }
    }
    return clips;
  }

  private Clip midi(ListenTrack.Midi track, String name) throws IOException {
    if (track.bytes() == null) {
      String note =
          "The data set was ingested with --no-bytes, so the file is not in the lake and cannot be"
              + " played.";
      return new Clip(track.title(), track.facts(), note, List.of(), null, List.of());
    }
    try {
      ScoreExcerpt excerpt = ScoreExcerpt.of(track.bytes(), clipS);
      if (track.fromS() != null) {
        excerpt = excerpt.from(track.fromS());
      }
      Mp3Clip.ofMidi(excerpt.events(), excerpt.startS(), clipS, report.resolve(name + ".mp3"));
      Files.write(report.resolve(name + ".png"), excerpt.png(track.title()));
      Files.write(report.resolve(name + ".mid"), track.bytes());
      return new Clip(
          track.title(),
          track.facts(),
          "",
          List.of(new Sound("", name + ".mp3")),
          new Picture(name + ".png", null, excerpt.text()),
          List.of(new Link("MIDI", name + ".mid")));
    } catch (MalformedInputException e) {
      String note = "It cannot be played: " + e.detail() + ".";
      return new Clip(track.title(), track.facts(), note, List.of(), null, List.of());
    }
  }

  private Clip audio(ListenTrack.Audio track, String name) throws IOException {
    Path mp3 = report.resolve(name + ".mp3");
    MelFrames mel = track.mel();
    SpectrogramPicture picture = new SpectrogramPicture(mel.recipe());
    for (float[] frame : mel.frames()) {
      picture.frame(frame);
    }
    String onDark = name + "-dark.png";
    Files.write(report.resolve(name + ".png"), picture.png(track.title()));
    Files.write(report.resolve(onDark), picture.png(track.title(), Canvas.DARK));
    JsonNode run = lake.runReport(track.dataset(), LakeTable.AUDIO_TRACKS);
    boolean isOriginal =
        new OriginalAudio(track.source(), track.path(), track.sha256())
            .make(run, conf, mp3, (content, made) -> Mp3Clip.ofAudio(content, clipS, made));
    if (!isOriginal) {
      float[] samples =
          FastGriffinLim.invert(mel.frames(), mel.recipe(), FastGriffinLim.ITERATIONS, SEED);
      Mp3Clip.ofSamples(samples, mel.recipe().sampleRateHz(), mp3);
    }
    String note =
        isOriginal
            ? ""
            : "Rebuilt from the table mel, as the audio file is not where it was ingested from: it"
                + " sounds rougher than the original.";
    String text =
        "Log-mel spectrogram of the first %.0f seconds."
            .formatted(
                (double) mel.frames().length * mel.recipe().hop() / mel.recipe().sampleRateHz());
    return new Clip(
        track.title(),
        track.facts(),
        note,
        List.of(new Sound("", name + ".mp3")),
        new Picture(name + ".png", onDark, text),
        List.of());
  }
}
