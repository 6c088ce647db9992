package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.MalformedInputException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a pax extended header (POSIX.1-2001) says about the entry behind it: records of the form
 * {@code "<length> <key>=<value>\n"}.
 *
 * @param rawPath the name's bytes, one per char
 * @param sizeBytes the size of the data
 * @param isSparse whether GNU tar stored the file with holes
 */
record PaxHeader(Optional<String> rawPath, Optional<Long> sizeBytes, boolean isSparse) {
  static final PaxHeader NONE = new PaxHeader(Optional.empty(), Optional.empty(), false);

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,7}");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  static PaxHeader parse(byte[] bytes, long byteOffset) throws MalformedInputException {
    String text = new String(bytes, ISO_8859_1);
    PaxHeader pax = NONE;
    int from = 0;
    while (from < text.length() && text.charAt(from) != 0) {
      int space = text.indexOf(' ', from);
      int to = space < 0 ? -1 : from + length(text.substring(from, space));
      int equals = text.indexOf('=', from);
      if (to <= equals || to > text.length() || equals < space || text.charAt(to - 1) != '\n') {
        throw new MalformedInputException(
            CORRUPT_ARCHIVE, byteOffset, "A pax header is no list of records: at byte " + from);
      }
      pax =
          pax.with(
              text.substring(space + 1, equals), text.substring(equals + 1, to - 1), byteOffset);
      from = to;
    }
    return pax;
  }

  private PaxHeader with(String key, String value, long byteOffset) throws MalformedInputException {
    if (key.equals("GNU.sparse.name")) {
      return new PaxHeader(Optional.of(value), sizeBytes, true);
    }
    if (key.equals("path")) {
      // A sparse file's path is a stand-in.
      return isSparse ? this : new PaxHeader(Optional.of(value), sizeBytes, false);
    }
    if (key.equals("size")) {
      if (!SIZE.matcher(value).matches()) {
        throw new MalformedInputException(
            CORRUPT_ARCHIVE, byteOffset, "A pax header's size is no number: '" + value + "'");
      }
      return new PaxHeader(rawPath, Optional.of(Long.parseLong(value)), isSparse);
    }
    return key.startsWith("GNU.sparse.") ? new PaxHeader(rawPath, sizeBytes, true) : this;
  }

  /** A record's length, or −1: too small for any record. */
  private static int length(String digits) {
    return LENGTH.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
  }
}
