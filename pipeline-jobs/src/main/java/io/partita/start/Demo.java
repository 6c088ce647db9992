package io.partita.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.files.Render;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.ingest.audio.IngestFma;
import io.partita.ingest.midi.IngestLmd;
import io.partita.ingest.msd.IngestMsd;
import io.partita.picture.SpectrogramPicture;
import io.partita.run.NewFile;
import io.partita.run.NewFolder;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Generates a small data set, ingests it, and says what to look at: a tour in one command. */
@Command(
    name = "demo",
    description = "Generate a small data set, ingest it, and see what a lake looks like.",
    footer = {"", "Example:", "  partita demo --out demo"})
public final class Demo implements Callable<Integer> {
  private static final double SONG_S = 40;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the data and the lake (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("demo");

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description = "Tracks to invent (default: ${DEFAULT-VALUE}).")
  private int tracks = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is invented (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--clips",
      paramLabel = "N",
      description = "Audio clips to render; 0 for no audio (default: ${DEFAULT-VALUE}).")
  private int clips = SampleDataCommand.DEFAULT_CLIPS;

  @Option(
      names = "--json",
      description = "Print one object: data, lake and runs, the report of each ingest.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (tracks < 1) {
      throw new UserException("--tracks must be at least 1, not " + tracks + ".");
    }
    Path data = NewFolder.make("--out " + out, out).resolve("data");
    SampleData.Written written = generate(data);
    List<RunReport> runs = new ArrayList<>(List.of(ingestLmd(data), ingestMsd(data)));
    Optional<Path> picture = Optional.empty();
    if (written.wholeClip().isPresent()) {
      runs.add(ingestFma(data));
      picture = Optional.of(spectrogram(data, written.wholeClip().get()));
    }
    Path song = song();
    int exitCode = runs.stream().mapToInt(RunReport::exitCode).max().orElseThrow();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("seed", seed);
      answer.put("data", data.toString());
      answer.put("lake", lake());
      picture.ifPresent(png -> answer.put("spectrogram", png.toString()));
      answer.put("song", song.toString());
      answer.put("runs", runs);
      System.out.println(new ObjectMapper().writeValueAsString(answer));
      return exitCode;
    }
    for (RunReport run : runs) {
      new Summary(run).print(false);
    }
    System.out.println(
        """

        The data is in %1$s, the lake in %2$s. Next:
          ./partita tables --lake %2$s
          ./partita sql --lake %2$s \\
              "SELECT artist_name, title, n_midi FROM tracks ORDER BY n_midi DESC LIMIT 10"
          ./partita sql --lake %2$s \\
              "SELECT fault, count(*) AS files FROM quarantine GROUP BY fault"
          ./partita stats --lake %2$s --dataset lmd_matched
          ./partita report --lake %2$s --out %3$s    # pages with plots and players\
        """
            .formatted(data, lake(), out.resolve("report")));
    picture.ifPresent(this::sayAudio);
    System.out.println(
        """
          ./partita train-lstm --lake %1$s --dataset lmd_matched --line top --max-minutes 2 \\
              --model %2$s
          ./partita generate --model %2$s --notes 100 --temperature 0.9 --out %3$s    # a melody
          ./partita slice-drums --lake %1$s --dataset lmd_matched --bars 2
          ./partita train-musicvae --lake %1$s --dataset lmd_matched --config cat-drums_2bar_tiny \\
              --max-minutes 2 --model %4$s
          ./partita generate --model %4$s --count 4 --out %3$s    # drum loops\
        """
            .formatted(lake(), out.resolve("model"), out.resolve("music"), out.resolve("drums")));
    System.out.println(
        """
          ./partita report --lake %s --out %s    # the same pages, now with the trainings
          ./partita ingest-lmd --help    # then the real archive\
        """
            .formatted(lake(), out.resolve("report")));
    System.out.printf(
        Locale.ROOT,
        "%nTo listen to: %s    # %.0f s of one of the songs that seed %d invented%n",
        song,
        SONG_S,
        seed);
    return exitCode;
  }

  private SampleData.Written generate(Path data) throws IOException {
    try {
      return SampleDataCommand.generate(
          data, new SampleOptions(tracks, seed, 2 * tracks, Math.min(8, tracks), clips));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private void sayAudio(Path picture) {
    System.out.println(
        """
          ./partita sql --lake %1$s \\
              "SELECT label, round(sum(duration_s)) AS s, round(avg(mel_mean), 2) AS mean_log_mel
               FROM audio_tracks JOIN mel USING (track_id, dataset) GROUP BY label"
          %2$s    # a picture: the spectrogram of a clip\
        """
            .formatted(lake(), picture));
  }

  private String lake() {
    return out.resolve("lake").toString();
  }

  private RunReport ingestLmd(Path data) throws IOException {
    IngestLmd ingest = new IngestLmd();
    parse(
        ingest,
        "--input",
        data.resolve("lmd_matched.tar.gz").toString(),
        "--metadata",
        data.resolve("msd_summary_file.h5").toString(),
        "--match-scores",
        data.resolve("match_scores.json").toString(),
        "--lake",
        lake());
    return ingest.run();
  }

  private RunReport ingestMsd(Path data) throws IOException {
    IngestMsd ingest = new IngestMsd();
    parse(ingest, "--input", data.resolve("msd").toString(), "--lake", lake());
    return ingest.run();
  }

  private RunReport ingestFma(Path data) throws IOException {
    IngestFma ingest = new IngestFma();
    parse(
        ingest,
        "--input",
        data.resolve("fma_small.zip").toString(),
        "--metadata",
        data.resolve("fma_metadata.zip").toString(),
        "--lake",
        lake());
    return ingest.run();
  }

  /** A part of a song as MIDI and as sound. */
  private Path song() throws IOException {
    Path midi = out.resolve("song.mid");
    Path wav = out.resolve("song.wav");
    NewFile.write(midi, SampleData.excerpt(seed, SONG_S));
    Render render = new Render();
    parse(render, midi.toString(), wav.toString());
    render.run();
    return wav;
  }

  /** A picture of a clip, which is read out of its zip. */
  private Path spectrogram(Path data, String clip) throws IOException {
    Path picture = out.resolve("clip.png");
    try (ZipFile zip = new ZipFile(data.resolve("fma_small.zip").toFile())) {
      SeekableByteChannel bytes =
          new SeekableInMemoryByteChannel(zip.getInputStream(zip.getEntry(clip)).readAllBytes());
      SpectrogramPicture spectrogram = new SpectrogramPicture(MelRecipe.HIFIGAN_22K_80);
      try (AudioPass pass = new AudioPass(bytes, AudioLimits.defaults())) {
        pass.run(MelRecipe.HIFIGAN_22K_80, spectrogram);
      }
      Files.write(picture, spectrogram.png(clip));
      return picture;
    } catch (MalformedInputException e) {
      throw new IllegalStateException("The generator's own clip cannot be read", e);
    }
  }

  /** The same words as on the command line, said aloud so that a person can repeat them. */
  private static void parse(Callable<Integer> command, String... arguments) {
    CommandLine line = new CommandLine(command);
    System.err.println("partita " + line.getCommandName() + " " + String.join(" ", arguments));
    line.parseArgs(arguments);
  }
}
