package io.partita.form;

import io.partita.drum.DrumMap;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which pitch is which drum. */
final class DrumMapOption {
  static final String NAME = "--map";

  @Option(
      names = NAME,
      paramLabel = "MAP",
      converter = MapName.class,
      completionCandidates = MapNames.class,
      description =
          "Drum kit of the pitches: gm (General MIDI) or roland (TD-11) (default:"
              + " ${DEFAULT-VALUE}).")
  DrumMap map = DrumMap.GM;

  /** By its label alone. */
  static final class MapName implements ITypeConverter<DrumMap> {
    @Override
    public DrumMap convert(String label) {
      return DrumMap.of(label)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no drum map " + label + "; there are " + DrumMap.labels()));
    }
  }

  /** Labels for completion. */
  static final class MapNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DrumMap.values()).map(DrumMap::label).iterator();
    }
  }
}
