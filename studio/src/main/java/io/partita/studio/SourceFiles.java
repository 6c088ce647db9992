package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveKind;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.LocalInput;
import io.partita.archive.LocalName;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The archives, folders and files that a run read, as far as they are on a disk of this machine
 * where they were. Who reads a file checks its hash: it may be another one by now.
 */
final class SourceFiles {
  /** Of a file, which is held as a whole. */
  private static final long MOST_BYTES = Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 2);

  /** How the address of an input on a disk begins, before its {@link LocalName}. */
  private static final String LOCAL = "file:";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode run;

  /**
   * Those of a run.
   *
   * @param report of the run, as JSON; null where it left none
   */
  SourceFiles(String report) throws IOException {
    this.run = report == null ? JSON.createObjectNode() : JSON.readTree(report);
  }

  /** Takes a file, or why it cannot be read. */
  interface Taker {
    void take(String path, byte[] bytes) throws IOException;

    void miss(String path, String why) throws IOException;
  }

  /**
   * The bytes of a file.
   *
   * @param source name of the input that it is from, as tables have it
   * @param path the member's, as tables have it
   * @throws BadRequest with the path that it was looked for at, where it cannot be read
   */
  byte[] read(String source, String path) throws IOException, MalformedInputException {
    String input = input(source);
    Path file = file(input, path);
    return Files.isDirectory(LocalName.path(input))
        ? whole(file)
        : inArchive(new LocalInput(file, LocalName.text(file)), path);
  }

  /** Where a file is on the disk, or the archive that it is in. */
  String place(String source, String path) {
    return LocalName.text(file(input(source), path));
  }

  /** Files of one input, in one pass over an archive. */
  void read(String source, List<String> paths, Taker taker)
      throws IOException, MalformedInputException {
    String input = input(source);
    boolean isArchive = Files.isRegularFile(LocalName.path(input));
    if (!isArchive || kind(LocalName.path(input)) == ArchiveKind.FILE) {
      for (String path : paths) {
        byte[] bytes;
        try {
          bytes = read(source, path);
        } catch (BadRequest e) {
          taker.miss(path, e.getMessage());
          continue;
        }
        taker.take(path, bytes);
      }
      return;
    }
    Path file = file(input, "");
    Set<String> left = new HashSet<>(paths);
    InputFile archive = new LocalInput(file, LocalName.text(file));
    try (MemberReader members = MemberReader.open(archive, limits(), left::contains)) {
      for (Optional<MemberOutcome> next = members.next();
          next.isPresent() && !left.isEmpty();
          next = members.next()) {
        if (next.get() instanceof Member member && left.remove(member.path())) {
          taker.take(member.path(), member.bytes());
        } else if (next.get() instanceof RejectedMember rejected && left.remove(rejected.path())) {
          taker.miss(rejected.path(), rejected.detail());
        }
      }
    }
    for (String path : new ArrayList<>(left)) {
      taker.miss(path, "The archive no longer has it.");
    }
  }

  /** Where an input is, without what its address begins with. */
  private String input(String source) {
    for (JsonNode input : run.path("inputs")) {
      if (input.path("name").asText().equals(source)) {
        String address = input.path("path").asText();
        if (!address.startsWith(LOCAL)) {
          throw gone(address, "it is not on a disk of this machine");
        }
        return address.substring(LOCAL.length());
      }
    }
    throw gone(source, "the lake does not say where it was");
  }

  /** The file of a member of a folder, else the archive or the single file. */
  private static Path file(String input, String path) {
    Path file = LocalName.path(input);
    if (Files.isDirectory(file)) {
      // As in an archive of the folder, a path begins with the folder's own name.
      file = LocalName.path(input + "/" + path.substring(path.indexOf('/') + 1));
      if (!file.startsWith(LocalName.path(input))) {
        throw gone(path, "it is outside of " + input);
      }
    }
    if (!Files.isRegularFile(file)) {
      throw gone(LocalName.text(file), "there is no such file");
    }
    return file;
  }

  /** Whether an option of the run was given that is on or off. */
  boolean option(String name) {
    return run.path("options").path(name).asBoolean();
  }

  /** Those of the ingest, within what can be held here. */
  ArchiveLimits limits() {
    ArchiveLimits usual = ArchiveLimits.defaults();
    long mostBytes = run.path("options").path("max_member_mib").asLong(0) << 20;
    return usual.withMaxMemberBytes(
        Math.min(MOST_BYTES, Math.max(usual.maxMemberBytes(), mostBytes)));
  }

  private static byte[] whole(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw gone(LocalName.text(file), "it has more than " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static ArchiveKind kind(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ArchiveKind.of(LocalName.text(file), in.readNBytes(ArchiveKind.PREFIX_BYTES));
    }
  }

  private byte[] inArchive(LocalInput archive, String path)
      throws IOException, MalformedInputException {
    if (kind(archive.file()) == ArchiveKind.FILE) {
      return whole(archive.file());
    }
    try (MemberReader members = MemberReader.open(archive, limits(), path::equals)) {
      for (Optional<MemberOutcome> next = members.next(); next.isPresent(); next = members.next()) {
        if (next.get() instanceof Member member) {
          return member.bytes();
        }
        if (next.get() instanceof RejectedMember rejected && rejected.path().equals(path)) {
          throw gone(path + " in " + archive.path(), rejected.detail());
        }
      }
    }
    throw gone(path + " in " + archive.path(), "the archive no longer has it");
  }

  static BadRequest gone(String source, String why) {
    return BadRequest.notFound(
        "The lake keeps no copy of this file, and its source cannot be read: %s: %s."
            .formatted(source, why));
  }
}
