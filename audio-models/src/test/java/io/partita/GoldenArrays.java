package io.partita;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of 64-bit numbers of an .npz file among the shared goldens. */
public final class GoldenArrays {
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

  private final Path file;

  private GoldenArrays(Path file) {
    this.file = file;
  }

  /** Skips the test where the file is missing. */
  public static GoldenArrays of(String path) {
    return new GoldenArrays(SharedData.file("golden/" + path));
  }

  /** The names that begin with a prefix, without it. */
  public List<String> names(String prefix) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName().replaceFirst("\\.npy$", ""))
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public INDArray array(String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      try (InputStream in = zip.getInputStream(entry)) {
        return read(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public double[] values(String name) {
    return array(name).data().asDouble();
  }

  public double value(String name) {
    return values(name)[0];
  }

  private static INDArray read(ByteBuffer bytes) {
    bytes.position(8);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    String text = new String(header, ISO_8859_1);
    Matcher shape = SHAPE.matcher(text);
    boolean isDouble = text.contains("'<f8'");
    if (!shape.find() || !(isDouble || text.contains("'<i8'"))) {
      throw new AssertionError(text);
    }
    double[] values = new double[bytes.remaining() / 8];
    for (int k = 0; k < values.length; k++) {
      values[k] = isDouble ? bytes.getDouble() : bytes.getLong();
    }
    long[] sizes =
        Arrays.stream(shape.group(1).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    char order = text.contains("'fortran_order': True") ? 'f' : 'c';
    long[] shapeOfAll = sizes.length == 0 ? new long[] {1} : sizes;
    return Nd4j.create(
            values, shapeOfAll, Nd4j.getStrides(shapeOfAll, order), order, DataType.DOUBLE)
        .dup('c');
  }
}
