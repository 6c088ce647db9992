package io.partita.ingest.midi;

import io.partita.symbolic.KeyProfile;
import java.util.ArrayList;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A key profile by its label, as an option has it. */
final class KeyProfileName implements ITypeConverter<KeyProfile> {
  @Override
  public KeyProfile convert(String label) {
    return Arrays.stream(KeyProfile.values())
        .filter(profile -> profile.label().equals(label))
        .findAny()
        .orElseThrow(() -> new TypeConversionException("there is no key profile " + label));
  }

  /** All labels, for help and completion. */
  static final class Labels extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Labels() {
      Arrays.stream(KeyProfile.values()).map(KeyProfile::label).forEach(this::add);
    }
  }
}
