package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.MemoryFile;
import io.partita.archive.RejectedMember;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compressed MusicXML, {@code .mxl}: a zip archive whose {@code META-INF/container.xml} names the
 * score (MusicXML 4.0, "Compressed .mxl files").
 */
final class Container {
  static final String CONTENTS = "meta-inf/container.xml";

  private static final MusicXmlFormat FORMAT = new MusicXmlFormat();

  private Container() {}

  static boolean is(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
  }

  /**
   * The score's XML: the member that the table of contents names; where it names none, the one
   * score that the archive holds, and the warning {@link MidiWarning#CONTAINER}.
   *
   * @throws MalformedInputException with a {@link MusicXmlFault}, or with an {@code ArchiveFault}
   */
  static byte[] score(byte[] zip, ArchiveLimits limits, MidiWarnings.Tally tally)
      throws MalformedInputException {
    List<String> paths = paths(zip, limits);
    Optional<byte[]> contents = member(zip, limits, Container::isContents);
    String named = contents.isPresent() ? scorePath(contents.get()) : "";
    String path = named;
    if (!paths.contains(named)) {
      tally.add(MidiWarning.CONTAINER, 0);
      path = likeliest(named, paths);
    }
    return member(zip, limits, path::equals).orElseThrow(Container::noScore);
  }

  private static boolean isContents(String path) {
    return path.toLowerCase(Locale.ROOT).equals(CONTENTS);
  }

  /** The first root file is the score; others are the same music in other formats. */
  private static String scorePath(byte[] contents) throws MalformedInputException {
    try {
      XmlSource xml = new XmlSource(contents);
      Optional<Element> root = xml.enter();
      return root.isEmpty()
          ? ""
          : xml.whole(root.get())
              .child("rootfiles")
              .flatMap(files -> files.child("rootfile"))
              .map(file -> file.attribute("full-path"))
              .orElse("");
    } catch (MalformedInputException e) {
      if (e.fault() instanceof MusicXmlFault) {
        return ""; // what is no XML names nothing
      }
      throw e;
    }
  }

  /** The score that is named in another spelling, or else the only one. */
  private static String likeliest(String named, List<String> paths) throws MalformedInputException {
    List<String> scores =
        paths.stream()
            .filter(path -> FORMAT.isNamed(path) && !path.startsWith("__MACOSX/"))
            .toList();
    List<String> alike = scores.stream().filter(path -> plain(path).equals(plain(named))).toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    if (scores.size() == 1) {
      return scores.get(0);
    }
    throw noScore();
  }

  /** A path without what writers disagree about. */
  private static String plain(String path) {
    return path.replace('\\', '/')
        .replace("%20", " ")
        .replaceFirst("^(?:\\.?/)+", "")
        .toLowerCase(Locale.ROOT);
  }

  private static MalformedInputException noScore() {
    return new MalformedInputException(
        MusicXmlFault.NOT_MUSICXML, 0, "The zip archive holds no score, or several and names none");
  }

  private static List<String> paths(byte[] zip, ArchiveLimits limits)
      throws MalformedInputException {
    List<String> paths = new ArrayList<>();
    try (MemberReader members = open(zip, limits, path -> !paths.add(path))) {
      members.next(); // none is wanted; of damage the members themselves tell
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot be read", e);
    }
    return paths;
  }

  private static MemberReader open(byte[] zip, ArchiveLimits limits, Predicate<String> isWanted)
      throws IOException, MalformedInputException {
    return MemberReader.open(new MemoryFile("score.mxl", zip), limits, isWanted);
  }

  private static Optional<byte[]> member(
      byte[] zip, ArchiveLimits limits, Predicate<String> isWanted) throws MalformedInputException {
    try (MemberReader members = open(zip, limits, isWanted)) {
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
