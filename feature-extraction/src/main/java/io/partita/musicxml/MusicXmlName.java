package io.partita.musicxml;

import java.util.List;
import java.util.Locale;

/** Names of MusicXML files. */
public final class MusicXmlName {
  private static final List<String> ENDINGS = List.of(".musicxml", ".xml", ".mxl");

  private MusicXmlName() {}

  /**
   * Whether a name or path ends as those of MusicXML files do, in any case of letters; not the
   * table of contents of an {@code .mxl} file.
   */
  public static boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith) && !lower.endsWith(Container.CONTENTS);
  }
}
