package io.partita.lake.input;

import io.partita.archive.ArchiveFault;
import io.partita.archive.LocalName;
import io.partita.lake.input.InputSlice.FileEntry;
import io.partita.lake.input.InputSlice.Refusal;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that is below a local folder. Links to files are followed, and links to folders that lie
 * outside of it, each once; what cannot be read is listed with the reason.
 */
final class LocalFolder {
  private static final int ENTRIES_PER_MESSAGE = 50_000;
  private static final Refusal SPECIAL =
      new Refusal(ArchiveFault.SPECIAL_FILE, "A device, FIFO or socket has no content", false);
  private static final Refusal UNREADABLE =
      new Refusal(ArchiveFault.UNREADABLE, "There is no permission to read the file", false);
  private static final Refusal UNREADABLE_FOLDER =
      new Refusal(ArchiveFault.UNREADABLE, "There is no permission to read the folder", true);
  private static final Refusal LEADS_BACK =
      new Refusal(
          ArchiveFault.LINK, "The link leads to a folder that is read in another place", false);

  private final Path root;
  private final String scheme;
  private final String name;
  private final List<FileEntry> files = new ArrayList<>();
  private final Set<Path> followed = new HashSet<>();

  /**
   * @param scheme that the addresses of files begin with
   * @param name that the paths of members begin with
   */
  LocalFolder(Path root, String scheme, String name) {
    this.root = root;
    this.scheme = scheme;
    this.name = name;
  }

  /** The files in no order. */
  List<FileEntry> files() throws IOException {
    followed.add(root.toRealPath());
    list(root, LocalName.text(root), name);
    return files;
  }

  private void list(Path folder, String path, String memberPath) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = "/" + nameOf(entry);
        entry(entry, (path.equals("/") ? "" : path) + name, memberPath + name);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (AccessDeniedException e) {
      add(path, memberPath, 0, "", UNREADABLE_FOLDER);
    }
  }

  private static String nameOf(Path entry) {
    String path = LocalName.text(entry);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void entry(Path entry, String path, String memberPath) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return; // deleted since its folder was read
    }
    if (attributes.isSymbolicLink()) {
      link(entry, path, memberPath);
    } else if (attributes.isDirectory()) {
      list(entry, path, memberPath);
    } else {
      file(entry, path, memberPath, attributes);
    }
  }

  private void link(Path link, String path, String memberPath) throws IOException {
    BasicFileAttributes target;
    try {
      target = Files.readAttributes(link, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      add(path, memberPath, 0, "", deadLink("its target does not exist"));
      return;
    } catch (FileSystemException e) {
      add(path, memberPath, 0, "", deadLink(String.valueOf(e.getReason())));
      return;
    }
    if (!target.isDirectory()) {
      file(link, path, memberPath, target);
    } else if (leadsOut(link.toRealPath())) {
      list(link, path, memberPath);
    } else {
      add(path, memberPath, 0, "", LEADS_BACK);
    }
  }

  /** Whether a folder is neither below this one, nor above it, nor read by another link. */
  private boolean leadsOut(Path target) throws IOException {
    Path real = root.toRealPath();
    return !target.startsWith(real) && !real.startsWith(target) && followed.add(target);
  }

  private static Refusal deadLink(String why) {
    return new Refusal(ArchiveFault.LINK, "The link cannot be followed: " + why, false);
  }

  private void file(Path file, String path, String memberPath, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      add(path, memberPath, 0, "", SPECIAL);
    } else {
      String stamp = InputPath.stamp(attributes.lastModifiedTime());
      Refusal refusal = Files.isReadable(file) ? null : UNREADABLE;
      add(path, memberPath, attributes.size(), stamp, refusal);
    }
  }

  private void add(String path, String memberPath, long sizeBytes, String stamp, Refusal refusal) {
    files.add(new FileEntry(scheme + path, memberPath, sizeBytes, stamp, refusal));
    if (files.size() % ENTRIES_PER_MESSAGE == 0) {
      JobLog.sayf("Listing %s: %,d files so far …", name, files.size());
    }
  }
}
