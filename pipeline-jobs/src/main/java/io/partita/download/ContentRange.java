package io.partita.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range}: which bytes of a file an answer holds.
 *
 * @param first the first one, from 0 on; -1 in the answer 416, which holds none
 * @param last the last one; -1 in the answer 416
 * @param total the file's length; -1 where the server does not tell
 */
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes +(?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)");

  /** Empty for anything that is not such a header. */
  static Optional<ContentRange> of(String header) {
    Matcher matcher = FORM.matcher(header.strip());
    return matcher.matches()
        ? Optional.of(
            new ContentRange(
                number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3))))
        : Optional.empty();
  }

  /** How many bytes the answer holds. */
  long length() {
    return first < 0 ? 0 : last - first + 1;
  }

  private static long number(String digits) {
    return digits == null ? -1 : Long.parseLong(digits);
  }
}
