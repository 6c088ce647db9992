package io.partita.form;

import io.partita.grid.GridSource;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What says where sixteenths and bars are. */
final class GridOption {
  static final String NAME = "--grid";

  @Option(
      names = NAME,
      paramLabel = "SOURCE",
      converter = Label.class,
      completionCandidates = Labels.class,
      description =
          "Source of beats and bars: declared by the file, or notes (default: ${DEFAULT-VALUE}).")
  GridSource source = GridSource.DECLARED;

  /** By its label alone. */
  static final class Label implements ITypeConverter<GridSource> {
    @Override
    public GridSource convert(String label) {
      return GridSource.of(label)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no grid " + label + "; there are " + GridSource.labels()));
    }
  }

  /** Labels for completion. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(GridSource.values()).map(GridSource::label).iterator();
    }
  }
}
