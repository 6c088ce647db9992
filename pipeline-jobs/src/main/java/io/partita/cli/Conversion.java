package io.partita.cli;

import io.partita.audio.file.SoundFormat;
import io.partita.files.Convert;
import io.partita.files.Decode;
import io.partita.files.Detokenize;
import io.partita.files.Inspect;
import io.partita.files.LakeSong;
import io.partita.files.MidiToPianoRoll;
import io.partita.files.Render;
import io.partita.files.Vocode;
import io.partita.ingest.audio.AudioCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

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
          of(Conversion::isMidi, ending(".npy"), MidiToPianoRoll.class),
          of(Conversion::isMidi, Conversion::isSound, Render.class),
          of(ending(".json"), Conversion::isMidi, Detokenize.class),
          new Conversion(ending(".npy"), Conversion::isSound, Vocode.class, "--input=", "--out="),
          new Conversion(AudioCatalog::isAudio, ending(".npy"), Inspect.class, "", "--mel="),
          of(AudioCatalog::isAudio, Conversion::isSound, Decode.class));

  private static Conversion of(Predicate<String> from, Predicate<String> to, Class<?> command) {
    return new Conversion(from, to, command, "", "");
  }

  /** The command that does it: {@link Convert} where nothing does. */
  static Class<?> command(String... joined) {
    return find(joined).<Class<?>>map(found -> found.command).orElse(Convert.class);
  }

  /** The command line as that command takes it. */
  static String[] arguments(String... joined) {
    boolean isConversion = joined.length > 0 && joined[0].equals("convert");
    Optional<Conversion> found = isConversion ? find(joined) : Optional.empty();
    if (found.isEmpty()) {
      return joined;
    }
    List<Integer> bare = found.get().bare(joined);
    String[] named = joined.clone();
    named[bare.get(0)] = found.get().inOption + joined[bare.get(0)];
    named[bare.get(1)] = found.get().outOption + joined[bare.get(1)];
    return named;
  }

  private static Optional<Conversion> find(String... joined) {
    for (Conversion each : ALL) {
      List<Integer> bare = each.bare(joined);
      if (bare.size() == 2
          && each.from.test(joined[bare.get(0)])
          && each.to.test(joined[bare.get(1)])) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private List<Integer> bare(String... joined) {
    return MainArgument.bare(CommandSpec.forAnnotatedObject(command), joined);
  }

  private static Predicate<String> ending(String ending) {
    return name -> name.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static boolean isMidi(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(mid|midi|kar|rmi)");
  }

  private static boolean isSound(String name) {
    return SoundFormat.find(Path.of(name)).isPresent();
  }
}
