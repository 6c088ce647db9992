package io.partita.api;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SoundSample;
import io.partita.UntrainedModel;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiWriter;
import io.partita.model.job.Generation;
import io.partita.score.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What other programs get of models is what the commands write. */
@Tag("spark")
class PartitaTest {
  private static final String DRUMS = "builtin:drums";
  private static final String SONGS = "builtin:songs";

  /** Stands for {@link #notes}. */
  private static final String NOTES = "NOTES";

  @TempDir private Path folder;

  private String notes() throws Exception {
    Path model = folder.resolve("notes");
    if (!Files.exists(model)) {
      UntrainedModel.writeNotes(model);
    }
    return model.toString();
  }

  @Test
  void eachModelThatComesWithPartitaIsLoadedByItsName() throws Exception {
    assertThat(Partita.builtinModels()).contains(DRUMS, SONGS);
    for (String name : Partita.builtinModels()) {
      assertThat(Partita.model(name).name()).isEqualTo(name);
    }
  }

  private static Arguments of(String model, long seed, Sampling sampling, String options) {
    return Arguments.of(model, seed, sampling, options);
  }

  static Stream<Arguments> generations() {
    Sampling usual = Sampling.usual();
    return Stream.of(
        of(DRUMS, 20, usual, ""),
        of(DRUMS, 3, usual.temperature(1.3).topP(0.9), "--temperature 1.3 --top-p 0.9"),
        of(DRUMS, -1, Sampling.likeliest(), "--argmax"),
        of(NOTES, 3, usual, ""),
        of(NOTES, 4, usual.topK(5).notes(40), "--top-k 5 --notes 40"),
        of(SONGS, 3, usual, ""),
        of(SONGS, 5, usual.bars(3).temperature(0.8), "--bars 3 --temperature 0.8"),
        of(SONGS, 7, usual.seconds(4.5), "--seconds 4.5"));
  }

  @InTurn
  @ParameterizedTest
  @MethodSource("generations")
  void aModelMakesTheNotesThatTheCommandWrites(
      String of, long seed, Sampling sampling, String options) throws Exception {
    String model = of.equals(NOTES) ? notes() : of;
    List<Object> command =
        new ArrayList<>(List.of("generate", "--model", model, "--seed", seed, "--out", folder));
    Stream.of(options.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(command::add);
    PartitaRun.of(command.toArray()).exits(0);
    Path midi = folder.resolve(model.replaceAll(".*[:/]", "") + "-s" + seed + "-01.mid");

    Model loaded = Partita.model(model);
    byte[] made = MidiWriter.write(loaded.generate(seed, sampling));

    assertThat(made).isEqualTo(Files.readAllBytes(midi));
    assertThat(MidiWriter.write(loaded.generate(seed, sampling))).as("again").isEqualTo(made);
    assertThat(MidiWriter.write(Partita.read(midi))).as("read").isEqualTo(made);
  }

  @InTurn
  @Test
  void aVaeOfAudioMakesTheSamplesThatTheCommandWritesRaw() throws Exception {
    Path model = SoundSample.get().mel();
    PartitaRun.of("generate", "--model", model, "--seed", 3, "--out", folder, "--raw").exits(0);

    Generation.Sound sound = Partita.model(model.toString()).sound(3);

    assertThat(sound.sampleRateHz()).isEqualTo(22_050);
    Path same = folder.resolve("same.wav");
    SoundFormat.WAV.write(same, SampleType.INT16, sound.sampleRateHz(), sound.samples());
    assertThat(same).hasSameBinaryContentAs(folder.resolve("mel-s3-01.wav"));
    assertThatMistake(() -> Partita.model(model.toString()).sound(3, Sampling.likeliest()))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("VAE of audio");
  }

  @Test
  void aModelThatCannotIsToldWhichCan() throws Exception {
    Path codes = folder.resolve("codes");
    UntrainedModel.writeQuantiser(codes);

    assertThatMistake(() -> Partita.model(codes.toString()).generate(1))
        .is(Mistake.WRONG_MODEL)
        .names(codes, "quantiser", "note model", "MusicVAE", "token model");
    assertThatMistake(() -> Partita.model(DRUMS).sound(1))
        .is(Mistake.WRONG_MODEL)
        .names(DRUMS, "drum GPT-VAE", "VAE of audio");
    assertThatMistake(() -> Partita.model(SoundSample.get().wave().toString()).generate(1))
        .is(Mistake.WRONG_MODEL)
        .names("wave", "VAE of audio", "MusicVAE");
    String notes = notes();
    assertThatMistake(() -> Partita.model(notes).generate(1, Sampling.usual().bars(4)))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("notes", "bars", "token model");
    assertThatMistake(() -> Partita.model(SONGS).generate(1, Sampling.usual().notes(4)))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names(SONGS, "notes", "note model");
  }

  @Test
  void numbersOutOfRangeAreMistakes() throws Exception {
    Sampling usual = Sampling.usual();
    String notes = notes();
    for (Sampling wrong :
        List.of(usual.temperature(0), usual.topK(0), usual.topP(1.5), usual.notes(0))) {
      assertThatMistake(() -> Partita.model(notes).generate(1, wrong)).is(Mistake.BAD_OPTION);
    }
    for (Sampling wrong : List.of(usual.bars(0), usual.seconds(3601), usual.seconds(0))) {
      assertThatMistake(() -> Partita.model(SONGS).generate(1, wrong)).is(Mistake.BAD_OPTION);
    }
  }

  @Test
  void whatIsNoModelOrNoMidiFileIsRefused() throws Exception {
    assertThatMistake(() -> Partita.model(folder.toString()))
        .is(Mistake.NO_SUCH_MODEL)
        .names(folder);
    assertThatMistake(() -> Partita.model("builtin:bass")).is(Mistake.NO_SUCH_MODEL).names(DRUMS);
    Path text = Files.writeString(folder.resolve("text.mid"), "Nothing but words");
    assertThatFault(() -> Partita.read(text)).is("NOT_MIDI", 0);
  }

  @Test
  void aLoadedModelSaysWhatItIs() throws Exception {
    Model drums = Partita.model(DRUMS);
    Score loop = drums.generate(1);

    assertThat(drums.name()).isEqualTo(DRUMS);
    assertThat(drums.kind()).isEqualTo("drum GPT-VAE");
    assertThat(loop.notes()).isNotEmpty();
  }
}
