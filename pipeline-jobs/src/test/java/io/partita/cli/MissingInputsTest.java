package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SparkStarts;
import io.partita.UntrainedModel;
import io.partita.model.cvae.Cvae;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.note.NoteLstm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Each input of each command, where it is not there, and each place to write to, where nothing can
 * be written: told in one line before Spark is started.
 */
class MissingInputsTest {
  /**
   * A command, with words in capitals for what {@link #places} knows, and what is said of it: a
   * missing file or lake, a model that is none, a folder that cannot be.
   */
  private static final String INPUTS =
      """
      ingest-lmd --lake NEW --input NONE | --input NONE: there is no such file or folder.
      ingest-lmd --lake NEW --input ARCHIVE --metadata NONE | --metadata NONE: there is no such file.
      ingest-lmd --lake NEW --input ARCHIVE --match-scores NONE | --match-scores NONE: there is no such file.
      ingest-midi --lake NEW --input NONE | --input NONE: there is no such file or folder.
      ingest-midi --lake NEW --input ARCHIVE --catalog NONE | --catalog NONE is neither a file nor a member of the input.
      ingest-msd --lake NEW --input NONE | --input NONE: there is no such file or folder.
      ingest-fma --lake NEW --input NONE --metadata NONE | --input NONE: there is no such file or folder.
      ingest-fma --lake NEW --input ARCHIVE --metadata NONE --subset small | --metadata NONE: there is no such file or folder.
      ingest-audio --lake NEW --input NONE | --input NONE: there is no such file or folder.
      slice-drums --lake NONE --dataset d --bars 2 | NO_LAKE
      slice-drums --lake LAKE --dataset lmd --bars 2 | NO_DATASET
      slice-melodies --lake NONE --dataset d --bars 2 | NO_LAKE
      slice-melodies --lake LAKE --dataset lmd --bars 2 | NO_DATASET
      slice-trios --lake NONE --dataset d --bars 16 | NO_LAKE
      slice-trios --lake LAKE --dataset lmd --bars 16 | NO_DATASET
      find-duplicates --lake NONE --dataset d | NO_LAKE
      find-duplicates --lake LAKE --dataset lmd | NO_DATASET
      similar-pieces MIDI --lake NONE | NO_LAKE
      similar-pieces MIDI --lake LAKE --dataset lmd | NO_DATASET
      similar-pieces NONE --lake LAKE | NONE: there is no such file.
      split --lake NONE --dataset d | NO_LAKE
      split --lake LAKE --dataset lmd | NO_DATASET
      tokenize --lake NONE --dataset d --tokens remi | NO_LAKE
      tokenize --lake LAKE --dataset lmd --tokens remi | NO_DATASET
      tokenize --lake LAKE --dataset lmd_matched --bpe NONE | NO_MODEL
      train-bpe --lake NONE --dataset d --scheme remi --model NEW | NO_LAKE
      train-bpe --lake LAKE --dataset lmd --scheme remi --model NEW | NO_DATASET
      export --lake NONE --dataset d --what notes --out NEW | NO_LAKE
      export --lake LAKE --dataset lmd --what notes --out NEW | NO_DATASET
      export --lake LAKE --dataset lmd_matched --what mel --out NEW | Data set lmd_matched has no table mel: it was made by ingest-lmd.
      stats --lake NONE --dataset d | NO_LAKE
      stats --lake LAKE --dataset lmd | NO_DATASET
      check --lake NONE --dataset d | NO_LAKE
      check --lake LAKE --dataset lmd | NO_DATASET
      report --lake NONE --out NEW | NO_LAKE
      report --lake LAKE --dataset lmd --out NEW | NO_DATASET
      tables --lake NONE | NO_LAKE
      sql --lake NONE Q | NO_LAKE
      sql --lake LAKE -f NONE | There is no query file NONE.
      sql-server --lake NONE --port 10321 | NO_LAKE
      inspect NONE | NONE: there is no such file.
      inspect EMPTY | EMPTY is a folder: give one file. A folder of music is for ingest-midi or ingest-audio.
      inspect LAKE | LAKE is a folder: give one file. It is a lake: 'partita tables' and 'partita report' show it.
      inspect NOTES | NOTES is a folder: give one file. It is a model: 'partita inspect model' shows it.
      inspect model NONE | NO_MODEL
      train-lstm --lake NONE --dataset d --model NEW | NO_LAKE
      train-lstm --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-lm --lake NONE --dataset d --model NEW | NO_LAKE
      train-lm --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-musicvae --lake NONE --dataset d --model NEW | NO_LAKE
      train-musicvae --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-musicvae --lake LAKE --dataset lmd_matched --model NEW | Data set lmd_matched has no drum slices of 2 bars in a split: run slice-drums --dataset lmd_matched --bars 2 first.
      train-cvae --lake NONE --dataset d --model NEW | NO_LAKE
      train-cvae --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-cvae --lake LAKE --dataset lmd_matched --model NEW | Data set lmd_matched has no table mel: it was made by ingest-lmd.
      train-cvae --lake LAKE --dataset lmd_matched --model NEW --split-file NONE | --split-file NONE: there is no such file.
      train-rvq --lake NONE --dataset d --model NEW | NO_LAKE
      train-rvq --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-rvq --lake LAKE --dataset lmd_matched --model NEW | Data set lmd_matched has no table mel: it was made by ingest-lmd.
      evaluate --lake LAKE --model NONE | NO_MODEL
      evaluate --lake NONE --model NOTES | NO_LAKE
      evaluate --lake LAKE --model NOTES --dataset lmd | NO_DATASET
      evaluate --lake LAKE --model DRUMS --dataset lmd_matched | Data set lmd_matched has no drum slices of 2 bars in a split: run slice-drums --dataset lmd_matched --bars 2 first.
      evaluate --lake LAKE --model SOUNDS --dataset lmd_matched | Data set lmd_matched has no table mel: it was made by ingest-lmd.
      compare NOTES NONE | NO_MODEL
      check-model --evaluation NONE | There is no file NONE: write one with evaluate --out first.
      publish-model --model NONE --out NEW | NO_MODEL
      publish-model --model NOTES --out NEW --test NONE | There is no file NONE: write one with evaluate --out first.
      pack-model --model NONE --out NEW | NO_MODEL
      fit-prior --model NONE --lake LAKE | NO_MODEL
      fit-prior --model DRUMS --lake NONE | NO_LAKE
      generate --model NONE --out NEW | NO_MODEL
      generate --model NOTES --start NONE --out NEW | NONE: there is no such file.
      reconstruct MIDI --model NONE --out NEW | NO_MODEL
      reconstruct NONE --model DRUMS --out NEW | NONE: there is no such file.
      reconstruct NONE --model SOUNDS --out NEW | NONE: there is no such file.
      interpolate --from MIDI --to MIDI --model NONE --out NEW | NO_MODEL
      interpolate --from NONE --to MIDI --model DRUMS --out NEW | NONE: there is no such file.
      interpolate NONE MIDI --model DRUMS --out NEW | NONE: there is no such file.
      interpolate NONE MIDI --model SOUNDS --out NEW | NONE: there is no such file.
      encode --lake LAKE --model NONE | NO_MODEL
      encode --lake NONE --model DRUMS | NO_LAKE
      encode --lake LAKE --model DRUMS --dataset lmd_matched | Data set lmd_matched has no table drum_slices: run slice-drums first.
      encode --lake LAKE --model SOUNDS --dataset lmd_matched | Data set lmd_matched has no table audio_tracks: it was made by ingest-lmd.
      similar MIDI --lake LAKE --model NONE | NO_MODEL
      similar NONE --lake LAKE --model DRUMS | NONE: there is no such file.
      similar NONE --lake LAKE --model SOUNDS | NONE: there is no such file.
      encode-codes --lake LAKE --model NONE | NO_MODEL
      encode-codes --lake NONE --model CODES | NO_LAKE
      encode-codes --lake LAKE --model CODES --dataset lmd_matched | Data set lmd_matched has no table mel: it was made by ingest-lmd.
      encode-codes NONE --model CODES --out NEW | NONE: there is no such file.
      decode-codes NONE --model CODES --out NEW.npy | NONE: there is no such file.
      decode-codes --lake NONE --track t --model CODES --out NEW.npy | NO_LAKE
      decode-codes --lake LAKE --track t --model CODES --dataset lmd_matched --out NEW.npy | Data set lmd_matched has no table codes: it was made by ingest-lmd.
      analyze-codes --lake LAKE --model NONE | NO_MODEL
      analyze-codes --lake NONE --model CODES | NO_LAKE
      analyze-codes --model NONE.npy --input NONE | NONE.npy: there is no such file.
      encode-codes NONE --model NONE.ts --out NEW.ecdc | NONE.ts: there is no such file.
      encode-codes NONE --model NONE.onnx --out NEW.npz | NONE.onnx is an encoder alone: give --decoder and --codebooks, too.
      decode-codes NONE --model NONE.ts --out NEW.wav | NONE.ts: there is no such file.
      analyze-codes NONE --model NONE.ts | NONE.ts: there is no such file.
      detokenize NONE NEW | NONE: there is no such file.
      detokenize NONE NEW --bpe NONE | NONE: there is no such file.
      decode NONE NEW | NONE: there is no such file.
      decode EMPTY NEW | EMPTY is a folder: give one file. A folder of music is for ingest-midi or ingest-audio.
      vocode --input NONE --out NEW.wav | NONE: there is no such file.
      vocode --lake NONE --track t --out NEW.wav | NO_LAKE
      model-encode NONE --model FILE --out NEW.npz | NONE: there is no such file.
      model-encode FILE --model NONE --out NEW.npz | NONE: there is no such file.
      model-encode --lake NONE --dataset d --model FILE | NO_LAKE
      model-decode NONE --model FILE --out NEW.wav | NONE: there is no such file.
      model-decode FILE --model NONE --out NEW.wav | NONE: there is no such file.
      model-decode --lake NONE --dataset d --model FILE --out NEW | NO_LAKE
      perturb --lake NONE --dataset d --track t --model FILE --noise 1 --out NEW.wav | NO_LAKE
      perturb NONE --model FILE --noise 1 --out NEW.wav | NONE: there is no such file.
      perturb FILE --model NONE --noise 1 --out NEW.wav | NONE: there is no such file.
      random --like NONE --model FILE --out NEW.wav | NONE: there is no such file.
      random --seconds 1 --model NONE --out NEW.wav | NONE: there is no such file.
      render NONE NEW | NONE: there is no such file.
      render MIDI NEW.wav --soundfont NONE | There is no file NONE that can be read as a SoundFont.
      notebook --lake NONE | NO_LAKE
      notebook --out NEW 04-elbo-and-lk | There is no notebook 04-elbo-and-lk.ipynb, nor is it in NOTEBOOKS. Did you mean 04-elbo-and-kl.ipynb?
      """;

  @TempDir private static Path folder;
  private static Map<String, String> places;

  @BeforeAll
  static void makePlaces() throws IOException {
    UntrainedModel.write(NoteLstm.ofVocabulary(12), folder.resolve("notes"));
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("drums"));
    UntrainedModel.write(Cvae.named("mel-conv-tiny"), folder.resolve("sounds"));
    UntrainedModel.writeQuantiser(folder.resolve("codes"));
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("file"), "no folder");
    places =
        Map.ofEntries(
            Map.entry("NONE", folder.resolve("none").toString()),
            Map.entry("NEW", folder.resolve("new").toString()),
            Map.entry("EMPTY", folder.resolve("empty").toString()),
            Map.entry("FILE", folder.resolve("file").toString()),
            Map.entry("LAKE", Sample.get().lake().toString()),
            Map.entry("ARCHIVE", Sample.get().archive().toString()),
            Map.entry("MIDI", NoteSample.get().midi(0).toString()),
            Map.entry("NOTES", folder.resolve("notes").toString()),
            Map.entry("DRUMS", folder.resolve("drums").toString()),
            Map.entry("SOUNDS", folder.resolve("sounds").toString()),
            Map.entry("CODES", folder.resolve("codes").toString()),
            Map.entry(
                "NOTEBOOKS", Path.of(System.getProperty("partita.home"), "notebooks").toString()));
  }

  private static String meant(String text) {
    String meant =
        text.replace(
                "NO_LAKE", "There is no lake in NONE. Make one with demo or an ingest command.")
            .replace(
                "NO_MODEL",
                "There is no model in NONE: it has no model.json. Train one with a train command.")
            .replace(
                "NO_DATASET", "There is no data set lmd in the lake; there are [lmd_matched].");
    for (Map.Entry<String, String> place : places.entrySet()) {
      meant = meant.replaceAll("\\b" + place.getKey() + "\\b", place.getValue());
    }
    return meant.strip();
  }

  private static PartitaRun withoutSpark(String command) {
    return withoutSpark((Object[]) meant(command).split(" ", -1));
  }

  private static PartitaRun withoutSpark(Object... words) {
    AtomicReference<PartitaRun> run = new AtomicReference<>();
    int starts = SparkStarts.during(() -> run.set(PartitaRun.of(words)));

    assertThat(starts).as("Starts of Spark by %s", List.of(words)).isZero();
    return run.get();
  }

  @Test
  void anInputThatIsNotThereIsToldBeforeSparkStarts() {
    for (String line : INPUTS.lines().toList()) {
      String[] parts = line.split(" \\| ", -1);
      assertThat(withoutSpark(parts[0]).mistake()).as(parts[0]).isEqualTo(meant(parts[1]));
    }
  }

  /** All but those of a cluster, which say of any place that nothing runs there. */
  static List<CommandSpec> commandsWithPlaces() {
    return Calls.commands()
        .filter(command -> command.args().stream().anyMatch(Calls::isPlace))
        .filter(command -> !Calls.words(command).startsWith("cluster "))
        .toList();
  }

  /** Every place is one below a file: there is nothing, and nothing can be made. */
  @ParameterizedTest
  @MethodSource("commandsWithPlaces")
  void noCommandStartsSparkForPlacesThatCannotBe(CommandSpec command) {
    boolean needsOne =
        command.args().stream().anyMatch(arg -> arg.required() && Calls.isPlace(arg));
    String nowhere = folder.resolve("file/none").toString();
    Object[] line =
        Calls.line(
                command,
                arg -> !needsOne && Calls.isPlace(arg),
                arg -> Calls.isPlace(arg) ? nowhere : Calls.plain(arg))
            .toArray();

    assertThat(withoutSpark(line).mistake()).as("%s", List.of(line)).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --tracks 2 --out /proc/x | no_access --out /proc/x",
        "demo --tracks 2 --out FILE | bad_path --out FILE FILE",
        "sample-data --out FILE/x | bad_path --out FILE/x",
        "download groove --out /proc/x | no_access --out /proc/x",
        "notebook --dir /proc/x | no_access --dir /proc/x",
        "report --lake LAKE --out /proc/x | no_access --out /proc/x",
        "report --lake LAKE --out FILE/x | bad_path --out FILE/x",
        "ingest-midi --input ARCHIVE --lake /proc/x | no_access /proc/x",
        "ingest-midi --input ARCHIVE --lake FILE | bad_path --lake FILE",
        "tables --lake FILE | bad_path --lake FILE",
        "export --lake LAKE --dataset lmd_matched --what notes --out /proc/x | no_access --out"
            + " /proc/x",
        "export --lake LAKE --dataset lmd_matched --what notes --out FILE | bad_path --out FILE"
            + " FILE",
        "train-lstm --lake LAKE --dataset lmd_matched --model /proc/x | no_access /proc/x",
        "train-lstm --lake LAKE --dataset lmd_matched --model FILE | bad_path FILE",
        "evaluate --lake LAKE --model NOTES --out /proc/x/e.json | no_access --out /proc/x/e.json",
        "compare NOTES --out /proc/x/c.png | no_access --out /proc/x/c.png",
        "train-lstm --lake LAKE --dataset lmd_matched --model FILE --seeds 1..2 | bad_path FILE",
        "publish-model --model NOTES --out FILE | bad_path FILE",
        "pack-model --model NOTES --out FILE | bad_path FILE",
        "generate --model DRUMS --out /proc/x | no_access --out /proc/x",
        "vocode --lake LAKE --track t --out /proc/x.wav | no_access /proc",
        "model-encode FILE --model FILE --out /proc/x.npz | no_access /proc",
        "random --seconds 1 --model FILE --out /proc/x.wav | no_access /proc",
        "render MIDI /proc/x.wav | no_access /proc",
      })
  void aPlaceWhereNothingCanBeWrittenIsToldBeforeSparkStarts(String command, String line) {
    withoutSpark(command).mistake(meant(line)).as(command);
  }

  @Test
  void aStartOfSparkIsSeen() {
    Object[] query = {"sql", "--lake", places.get("LAKE"), "SELECT 1"};
    assertThat(SparkStarts.during(() -> PartitaRun.of(query).exits(0))).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfThem() {
    assertThat(Arrays.asList(folder.toFile().list()))
        .containsExactlyInAnyOrder("notes", "drums", "sounds", "codes", "empty", "file");
  }
}
