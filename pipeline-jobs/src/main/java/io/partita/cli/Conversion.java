package io.partita.cli;

import io.partita.audio.file.AudioName;
import io.partita.audio.file.SoundFormat;
import io.partita.files.Decode;
import io.partita.files.Detokenize;
import io.partita.files.Inspect;
import io.partita.files.LakeSong;
import io.partita.files.MelToPicture;
import io.partita.files.MelTrack;
import io.partita.files.MidiToPianoRoll;
import io.partita.files.Render;
import io.partita.files.ScoreToMidi;
import io.partita.files.Vocode;
import io.partita.midi.MidiName;
import io.partita.scorefile.ScoreFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A conversion of {@code convert IN OUT}, chosen by the endings of both names.
 *
 * @param from whether it reads a file of this name
 * @param to whether it writes one of this name
 * @param command that does it
 * @param inOption what that command has before the name of the input, as {@code --input=}
 * @param outOption and before that of the output
 */
record Conversion(
    Predicate<String> from,
    Predicate<String> to,
    Class<?> command,
    String inOption,
    String outOption) {

  private static final List<Conversion> ALL =
      List.of(
          of(name -> name.startsWith(LakeSong.PREFIX), any -> true, LakeSong.class),
          new Conversion(
              Conversion::isTrack, Conversion::isSound, Vocode.class, "--track=", "--out="),
          new Conversion(
              Conversion::isTrack, ending(".png"), MelToPicture.class, "--track=", "--out="),
          of(ScoreFile::isNamed, ending(".npy"), MidiToPianoRoll.class),
          of(ScoreFile::isNamed, Conversion::isSound, Render.class),
          of(name -> ScoreFile.format(name).isPresent(), MidiName::is, ScoreToMidi.class),
          of(ending(".json"), MidiName::is, Detokenize.class),
          new Conversion(ending(".npy"), Conversion::isSound, Vocode.class, "--input=", "--out="),
          new Conversion(ending(".npy"), ending(".png"), MelToPicture.class, "--input=", "--out="),
          new Conversion(AudioName::is, ending(".npy"), Inspect.class, "", "--mel="),
          of(AudioName::is, Conversion::isSound, Decode.class));

  private static Conversion of(Predicate<String> from, Predicate<String> to, Class<?> command) {
    return new Conversion(from, to, command, "", "");
  }

  /**
   * What a command line converts where its command is chosen by the names of two files; nothing of
   * other command lines, and where no conversion fits.
   *
   * @param joined see {@link Commands#joined}
   */
  static Optional<Conversion> of(String... joined) {
    return joined.length > 0 && joined[0].equals("convert")
        ? ALL.stream().filter(each -> each.isOf(joined)).findFirst()
        : Optional.empty();
  }

  /** The options of all conversions, without those for the two names. */
  static List<OptionSpec> options() {
    Set<String> ofNames =
        ALL.stream()
            .flatMap(each -> Stream.of(each.inOption, each.outOption))
            .collect(Collectors.toSet());
    Map<String, OptionSpec> byName = new TreeMap<>();
    for (Conversion each : ALL) {
      for (OptionSpec option : CommandSpec.forAnnotatedObject(each.command).options()) {
        if (!option.hidden() && !ofNames.contains(option.longestName() + "=")) {
          byName.putIfAbsent(option.longestName(), option);
        }
      }
    }
    return List.copyOf(byName.values());
  }

  private boolean isOf(String... joined) {
    List<Integer> bare = bare(joined);
    return bare.size() == 2 && from.test(joined[bare.get(0)]) && to.test(joined[bare.get(1)]);
  }

  /** The command line as that command takes it. */
  String[] arguments(String... joined) {
    List<Integer> bare = bare(joined);
    String[] named = joined.clone();
    named[bare.get(0)] = inOption + joined[bare.get(0)];
    named[bare.get(1)] = outOption + joined[bare.get(1)];
    return named;
  }

  private List<Integer> bare(String... joined) {
    return MainArgument.bare(CommandSpec.forAnnotatedObject(command), joined);
  }

  private static Predicate<String> ending(String ending) {
    return name -> name.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static boolean isTrack(String name) {
    return name.startsWith(MelTrack.PREFIX);
  }

  private static boolean isSound(String name) {
    return SoundFormat.find(Path.of(name)).isPresent();
  }
}
