package io.partita.download;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server said about a file when its first byte came.
 *
 * @param address that was asked for, before any redirect
 * @param etag the strong entity tag; null where the server gave none, or a weak one, which does not
 *     promise the same bytes
 * @param lastModified as the server wrote it; null where it gave none
 * @param length in bytes, as they are sent; -1 where it is not known
 * @param coding that the file is sent in, {@code gzip}, though that was not asked for; null where
 *     it comes as it is
 */
record ServedFile(String address, String etag, String lastModified, long length, String coding) {
  static final long UNKNOWN = -1;
  static final String GZIP = "gzip";

  /** A compressed file that is sent as it is, as a server says that takes its kind for a coding. */
  private static final Pattern GZIP_NAME = Pattern.compile("(?i).*\\.(gz|tgz)");

  static ServedFile of(URI address, HttpHeaders headers) {
    return new ServedFile(
        address.toString(),
        headers.firstValue("ETag").filter(tag -> tag.startsWith("\"")).orElse(null),
        headers.firstValue("Last-Modified").orElse(null),
        headers.firstValueAsLong("Content-Length").orElse(UNKNOWN),
        coding(headers));
  }

  /** All codings, in the order they were applied; null for none. */
  static String coding(HttpHeaders headers) {
    String codings =
        headers.allValues("Content-Encoding").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .map(coding -> coding.equals("x-gzip") ? GZIP : coding)
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .collect(Collectors.joining(", "));
    return codings.isEmpty() ? null : codings;
  }

  boolean isEncoded() {
    return coding != null;
  }

  /** Whether what is sent as gzip may be the very file. */
  static boolean isGzipName(String name) {
    return GZIP_NAME.matcher(name).matches();
  }

  /** What {@code If-Range} takes to tell the file from a later one, or null. */
  String validator() {
    return etag == null ? lastModified : etag;
  }

  ServedFile withLength(long known) {
    return new ServedFile(address, etag, lastModified, known, coding);
  }

  /** Whether another answer's headers tell of another file than this one. */
  boolean isOtherThan(HttpHeaders headers) {
    ServedFile other = of(URI.create(address), headers);
    // The rest of a file need not say again how the file is encoded, but nothing else.
    if (other.coding != null && !other.coding.equals(coding)) {
      return true;
    }
    if (etag != null && other.etag != null) {
      return !etag.equals(other.etag);
    }
    return lastModified != null
        && other.lastModified != null
        && !lastModified.equals(other.lastModified);
  }
}
