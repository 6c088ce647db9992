package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.MemoryFile;
import io.partita.archive.RejectedMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compressed MusicXML, {@code .mxl}: a zip archive whose {@code META-INF/container.xml} names the
 * score (MusicXML 4.0, "Compressed .mxl files").
 */
final class Container {
  static final String CONTENTS = "meta-inf/container.xml";

  /** A score of this size has a million notes; what inflates beyond it is no music. */
  private static final ArchiveLimits LIMITS =
      ArchiveLimits.defaults().withMaxMemberBytes(256L << 20);

  private static final MusicXmlFormat FORMAT = new MusicXmlFormat();

  private Container() {}

  static boolean is(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
  }

  /**
   * The score's XML.
   *
   * @throws MalformedInputException with a {@link MusicXmlFault}, or with an {@code ArchiveFault}
   */
  static byte[] score(byte[] zip) throws MalformedInputException {
    Optional<byte[]> contents = member(zip, path -> isContents(path));
    Optional<byte[]> score = Optional.empty();
    if (contents.isPresent()) {
      String named = scorePath(new XmlSource(contents.get()));
      score = member(zip, named::equals);
    } else {
      score = member(zip, path -> FORMAT.isNamed(path) && !path.startsWith("__MACOSX/"));
    }
    return score.orElseThrow(
        () ->
            new MalformedInputException(
                MusicXmlFault.NOT_MUSICXML, 0, "The zip archive holds no score"));
  }

  private static boolean isContents(String path) {
    return path.toLowerCase(Locale.ROOT).equals(CONTENTS);
  }

  /** The first root file is the score; others are the same music in other formats. */
  private static String scorePath(XmlSource contents) throws MalformedInputException {
    Optional<Element> root = contents.enter();
    return root.isEmpty()
        ? ""
        : contents
            .whole(root.get())
            .child("rootfiles")
            .flatMap(files -> files.child("rootfile"))
            .map(file -> file.attribute("full-path"))
            .orElse("");
  }

  private static Optional<byte[]> member(byte[] zip, Predicate<String> isWanted)
      throws MalformedInputException {
    try (MemberReader members =
        MemberReader.open(new MemoryFile("score.mxl", zip), LIMITS, isWanted)) {
      Optional<MemberOutcome> next = members.next();
      if (next.isPresent() && next.get() instanceof RejectedMember rejected) {
        throw new MalformedInputException(
            rejected.fault(), rejected.byteOffset(), rejected.detail());
      }
      return next.map(found -> ((Member) found).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot be read", e);
    }
  }
}
