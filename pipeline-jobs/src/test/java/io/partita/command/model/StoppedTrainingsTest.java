package io.partita.command.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.TrainingFixture;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.cvae.CvaeKind;
import io.partita.kind.groovae.GrooVaeKind;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.kind.rave.RaveKind;
import io.partita.kind.token.TokenLstmKind;
import io.partita.melody.MelodyScore;
import io.partita.midi.MidiWriter;
import io.partita.model.audio.AudioInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every config of every train command that takes --max-minutes is stopped and keeps weights. */
@InTurn
class StoppedTrainingsTest extends TrainingFixture {
  private static final String LIMIT = "--max-minutes";
  private static final String CONFIG = "--config";
  private static final String NO_CONFIG = "";
  private static final String SONGS = "songs";
  private static final List<String> OF_AUDIO =
      List.of(CvaeKind.KIND.trainCommand(), RaveKind.KIND.trainCommand());
  private static final int FILES = 6;
  private static final int STEPS = 18 * 16;

  @TempDir private static Path midi;
  @TempDir private static Path sounds;

  @BeforeAll
  static void makeLakes() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("song" + i + ".mid"), song(i));
    }
    onSongs("ingest-midi", "--input", midi, "--split", "70/15/15", "--tokens", "remi");
    onSongs("slice-drums", "--bars", 2);
    onSongs("slice-drums", "--bars", 4);
    onSongs("slice-performances", "--bars", 2);
    onSongs("slice-performances", "--bars", 4);
    onSongs("slice-melodies", "--bars", 2);
    onSongs("slice-melodies", "--bars", 16);
    onSongs("slice-trios", "--bars", 16);
    SharedFolders.copy(SoundSample.get().lake(), sounds);
  }

  private static void onSongs(String command, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command, "--lake", lake, "--dataset", SONGS));
    all.addAll(List.of(more));
    PartitaRun.of(all.toArray()).exits(0);
  }

  /** A melody that climbs by the number, a bass of roots, and drums. */
  private static byte[] song(int number) {
    int[] melody = new int[STEPS];
    int[] bass = new int[STEPS];
    int[] drums = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      melody[step] = step % 2 == 0 ? 40 + (step / 2 * (number % 3 + 1) + number) % 12 : 0;
      bass[step] = step % 8 == 0 ? 18 + (step / 16 + number) % 5 : 0;
      drums[step] = step % 8 == 0 ? 1 : step % 8 == 4 ? 2 : step % (2 + number % 3) == 0 ? 4 : 0;
    }
    return MidiWriter.write(MelodyScore.ofTrio(melody, bass, drums));
  }

  /** The first config of each command. */
  static Stream<Arguments> trainings() {
    return commands().flatMap(command -> arguments(command, configs(command).limit(1)));
  }

  static Stream<Arguments> otherTrainings() {
    return commands().flatMap(command -> arguments(command, configs(command).skip(1)));
  }

  private static Stream<CommandSpec> commands() {
    return Kinds.trainCommands().stream()
        .map(command -> new CommandLine(command).getCommandSpec())
        .filter(command -> command.findOption(LIMIT) != null);
  }

  private static Stream<Arguments> arguments(CommandSpec command, Stream<String> configs) {
    return configs.map(config -> Arguments.of(command.name().replace(' ', '-'), config));
  }

  /** Those by name; an option --config of a file alone has none. */
  private static Stream<String> configs(CommandSpec command) {
    OptionSpec option = command.findOption(CONFIG);
    List<String> configs = new ArrayList<>();
    if (option != null && option.completionCandidates() != null) {
      option.completionCandidates().forEach(configs::add);
    }
    return configs.isEmpty() ? Stream.of(NO_CONFIG) : configs.stream();
  }

  /** Hyper-parameters of a config in a size that trains at once; the same code runs. */
  private static Map<String, String> small(String command, String config) {
    if (command.equals(MusicVaeKind.KIND.trainCommand())) {
      MusicVae model = MusicVae.named(config);
      return Map.of(
          "encoderUnits", units(model.encoderUnits()),
          "decoderUnits", units(model.decoderUnits()),
          "conductorUnits", units(model.conductorUnits()),
          "latent", "4");
    }
    if (command.equals(GrooVaeKind.KIND.trainCommand())) {
      return Map.of("encoderUnits", "4", "decoderUnits", "[4, 4]", "latent", "4");
    }
    if (command.equals(CvaeKind.KIND.trainCommand())) {
      return Cvae.named(config).input().source() == AudioInput.Source.MEL
          ? Map.of("length", "16", "shifts", "1", "latents", "2", "scales", "0")
          : Map.of("length", "256", "shifts", "1", "latents", "2");
    }
    if (command.equals(RaveKind.KIND.trainCommand())) {
      return Map.of(
          "subbands", "4", "ratios", "[4, 4, 2]", "length", "4608", "shifts", "1", "capacity", "2");
    }
    if (command.equals(TokenLstmKind.KIND.trainCommand())) {
      return config.startsWith("lstm")
          ? Map.of(
              "embedding", "8", "layers", "1", "units", "8", "segmentLength", "16", "burnIn", "8")
          : Map.of("size", "8", "layers", "1", "heads", "2", "context", "16");
    }
    return Map.of();
  }

  private static String units(List<Integer> of) {
    return Collections.nCopies(of.size(), 4).toString();
  }

  @Tag("full")
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("otherTrainings")
  void withAnyConfigItEndsWell(String command, String config) {
    endsWell(command, config);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("trainings")
  void endsWell(String command, String config) {
    boolean isAudio = OF_AUDIO.contains(command);
    List<Object> all = new ArrayList<>(List.of(command, LIMIT, "0.0000001", "--json"));
    all.addAll(List.of("--lake", isAudio ? sounds : lake));
    all.addAll(List.of("--dataset", isAudio ? SoundSample.DATASET : SONGS));
    all.addAll(List.of("--model", folder.resolve("model"), "--batch", 1));
    all.addAll(List.of("--workers", 0, "--averaging-frequency", 1));
    if (!config.equals(NO_CONFIG)) {
      all.addAll(List.of(CONFIG, config));
    }
    small(command, config)
        .forEach((name, value) -> all.addAll(List.of("--set", name + "=" + value)));

    JsonNode card = PartitaRun.of(all.toArray()).json();

    assertThat(card.at("/state/outcome").asText()).startsWith("stopped by " + LIMIT);
    long iteration = card.at("/state/iteration").asLong();
    assertThat(iteration).isPositive();
    assertThat(card.at("/network/name").asText()).startsWith("network-" + iteration + "-");
  }
}
