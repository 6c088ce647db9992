package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.notation.ScoreFormat;
import io.partita.score.Score;
import java.util.List;
import java.util.Locale;

/**
 * MusicXML, plain or compressed: what {@link MusicXmlReader} reads.
 *
 * @param limits of what a compressed file may unpack to
 */
public record MusicXmlFormat(ArchiveLimits limits) implements ScoreFormat {
  private static final long serialVersionUID = 1L;

  private static final List<String> ENDINGS = List.of(".musicxml", ".xml", ".mxl");

  /** The format with {@link ArchiveLimits#defaults()}. */
  public MusicXmlFormat() {
    this(ArchiveLimits.defaults());
  }

  @Override
  public MusicXmlFormat within(ArchiveLimits others) {
    return new MusicXmlFormat(others);
  }

  @Override
  public String label() {
    return "musicxml";
  }

  /** Not the table of contents of an {@code .mxl} file. */
  @Override
  public boolean isNamed(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith) && !lower.endsWith(Container.CONTENTS);
  }

  @Override
  public boolean is(byte[] bytes) {
    return MusicXmlReader.isMusicXml(bytes);
  }

  @Override
  public boolean isPacked(byte[] bytes) {
    return Container.is(bytes);
  }

  @Override
  public Score read(byte[] bytes, int maxNotes, boolean expandRepeats)
      throws MalformedInputException {
    return MusicXmlReader.read(bytes, limits, maxNotes, expandRepeats);
  }
}
