package io.partita.numpy;

import io.partita.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is before the elements of an npy file.
 *
 * @param type of the elements, as {@code <f4}
 * @param fortranOrder whether the first axis varies fastest
 * @param shape lengths of the axes
 * @param dataOffset start of the elements
 */
record NpyHeader(String type, boolean fortranOrder, List<Integer> shape, int dataOffset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_AXES = 32;

  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"\\p{Cntrl}]{1,64})['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

  /** Magic, version 1.0, length and a dictionary padded so that the elements start at n · 64. */
  static byte[] write(String type, int[] shape) {
    return write(type, Arrays.stream(shape).asLongStream().toArray());
  }

  /** The same of an array of any length. */
  static byte[] write(String type, long[] shape) {
    StringBuilder axes = new StringBuilder();
    for (int axis = 0; axis < shape.length; axis++) {
      axes.append(axis == 0 ? "" : " ").append(shape[axis]);
      axes.append(axis < shape.length - 1 || shape.length == 1 ? "," : "");
    }
    String dictionary =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + axes + "), }";
    int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
    String padded = dictionary + " ".repeat(Math.floorMod(-unpadded, 64)) + "\n";
    byte[] header = Arrays.copyOf(MAGIC, MAGIC.length + 4 + padded.length());
    header[6] = 1;
    header[8] = (byte) padded.length();
    header[9] = (byte) (padded.length() >> 8);
    byte[] text = padded.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 10, text.length);
    return header;
  }

  /** {@link #shape} as an array. */
  int[] axes() {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  static NpyHeader read(byte[] file) throws MalformedInputException {
    if (file.length < MAGIC.length || !Arrays.equals(file, 0, 6, MAGIC, 0, 6)) {
      throw new MalformedInputException(
          NpyFault.NOT_NPY, 0, "No NumPy array: the file does not start with \\x93NUMPY");
    }
    if (file.length < 12) {
      throw truncated(file, "within the header's length");
    }
    int version = file[6];
    if (version < 1 || version > 3) {
      throw new MalformedInputException(
          NpyFault.BAD_HEADER, 6, "Version " + version + " of the format; 1 to 3 are known");
    }
    int start = version == 1 ? 10 : 12;
    long length = (file[8] & 0xFF) | (file[9] & 0xFF) << 8;
    if (version > 1) {
      length |= (file[10] & 0xFFL) << 16 | (file[11] & 0xFFL) << 24;
    }
    if (start + length > file.length) {
      throw truncated(file, "within a header of " + length + " bytes");
    }
    String text = new String(file, start, (int) length, StandardCharsets.ISO_8859_1);
    return new NpyHeader(
        field(TYPE, "descr", text, start),
        field(ORDER, "fortran_order", text, start).equals("True"),
        shape(field(SHAPE, "shape", text, start), start),
        start + (int) length);
  }

  static MalformedInputException truncated(byte[] file, String where) {
    return new MalformedInputException(
        NpyFault.TRUNCATED, file.length, "The file ends after " + file.length + " bytes, " + where);
  }

  private static String field(Pattern pattern, String name, String text, int start)
      throws MalformedInputException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new MalformedInputException(
          NpyFault.BAD_HEADER, start, "The header has no readable field " + name);
    }
    return matcher.group(1);
  }

  private static List<Integer> shape(String axes, int start) throws MalformedInputException {
    List<String> lengths =
        Arrays.stream(axes.split(",", -1)).map(String::strip).filter(w -> !w.isEmpty()).toList();
    try {
      if (lengths.size() <= MAX_AXES) {
        return lengths.stream().map(NpyHeader::axis).toList();
      }
    } catch (NumberFormatException tooLong) {
      // Told below, with what stands there.
    }
    throw new MalformedInputException(
        NpyFault.BAD_HEADER, start, "The shape cannot be held: (" + brief(axes) + ")");
  }

  private static int axis(String word) {
    return Integer.parseInt(word.endsWith("L") ? word.substring(0, word.length() - 1) : word);
  }

  private static String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
