package io.partita.studio;

import io.partita.audio.Float16;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A file's log-mel spectrogram from table mel, as a picture and as a curve of loudness. */
final class MelImage {
  /** Of level 0; each level has twice as many. */
  private static final int COLUMNS = 1024;

  static final int HIGHEST_LEVEL = 4;

  /** Columns of a curve. */
  private static final int CURVE = 96;

  private MelImage() {}

  /** One segment of frames. */
  private record Segment(int frames, int bands, double low, double high, ByteBuffer values) {
    /** Frame-major values, natural logarithms. */
    static Segment of(ResultSet row, int first) throws SQLException {
      int frames = row.getInt(first);
      int bands = row.getInt(first + 1);
      byte[] bytes = row.getBytes(first + 3);
      ByteBuffer values = ByteBuffer.allocate(frames * bands * Float.BYTES);
      if (row.getString(first + 2).equals("float16")) {
        values.asFloatBuffer().put(Float16.fromBytes(bytes, 0, frames * bands));
      } else {
        ByteBuffer stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(stored.asFloatBuffer());
      }
      return new Segment(frames, bands, row.getDouble(first + 4), row.getDouble(first + 5), values);
    }

    float value(int frame, int band) {
      return values.getFloat((frame * bands + band) * Float.BYTES);
    }
  }

  private static final String COLUMNS_OF_MEL = "n_frames, n_mels, dtype, mel, mel_min, mel_max";

  /**
   * A PNG with time to the right and low bands below; brightness is the value between the least and
   * the largest of the file, as gray levels: the page colours it.
   *
   * @param level 0 for 1,024 columns, each higher one for twice as many, as far as there are frames
   */
  static byte[] png(Connection connection, String dataset, String trackId, int level)
      throws SQLException, IOException {
    List<Segment> segments = segments(connection, dataset, trackId);
    if (segments.isEmpty()) {
      throw BadRequest.notFound("The lake has no spectrogram of this file.");
    }
    int frames = segments.stream().mapToInt(Segment::frames).sum();
    int bands = segments.get(0).bands();
    double low = segments.stream().mapToDouble(Segment::low).min().orElseThrow();
    double high = segments.stream().mapToDouble(Segment::high).max().orElseThrow();
    int width = Math.max(1, Math.min(frames, COLUMNS << level));
    float[][] sums = new float[width][bands];
    int[] counts = new int[width];
    int frame = 0;
    for (Segment segment : segments) {
      for (int i = 0; i < segment.frames(); i++, frame++) {
        int column = (int) ((long) frame * width / frames);
        counts[column]++;
        for (int band = 0; band < bands; band++) {
          sums[column][band] += segment.value(i, band);
        }
      }
    }
    BufferedImage image = new BufferedImage(width, bands, BufferedImage.TYPE_BYTE_GRAY);
    for (int column = 0; column < width; column++) {
      for (int band = 0; band < bands; band++) {
        double share = (sums[column][band] / counts[column] - low) / Math.max(1e-6, high - low);
        int gray = (int) Math.round(255 * Math.max(0, Math.min(1, share)));
        image.getRaster().setSample(column, bands - 1 - band, 0, gray);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static List<Segment> segments(Connection connection, String dataset, String trackId)
      throws SQLException {
    List<Segment> segments = new ArrayList<>();
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS_OF_MEL
                + " FROM mel WHERE dataset = ? AND track_id = ? ORDER BY segment")) {
      sql.setString(1, dataset);
      sql.setString(2, trackId);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          segments.add(Segment.of(rows, 1));
        }
      }
    }
    return segments;
  }

  /**
   * The mean of the bands over the first segment's time, 0 to 255 of its range.
   *
   * @param trackIds at least one
   * @return by track id
   */
  static Map<String, byte[]> curves(Connection connection, String dataset, List<String> trackIds)
      throws SQLException {
    Map<String, byte[]> curves = new LinkedHashMap<>();
    String marks = "?, ".repeat(trackIds.size() - 1) + "?";
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT track_id, "
                + COLUMNS_OF_MEL
                + " FROM mel WHERE dataset = ? AND segment = 0 AND track_id IN ("
                + marks
                + ")")) {
      sql.setString(1, dataset);
      for (int i = 0; i < trackIds.size(); i++) {
        sql.setString(i + 2, trackIds.get(i));
      }
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          curves.put(rows.getString(1), curve(Segment.of(rows, 2)));
        }
      }
    }
    return curves;
  }

  private static byte[] curve(Segment segment) {
    byte[] curve = new byte[CURVE];
    for (int column = 0; column < CURVE; column++) {
      int from = column * segment.frames() / CURVE;
      int to = Math.max(from + 1, (column + 1) * segment.frames() / CURVE);
      double sum = 0;
      for (int frame = from; frame < Math.min(to, segment.frames()); frame++) {
        for (int band = 0; band < segment.bands(); band++) {
          sum += segment.value(frame, band);
        }
      }
      double mean = sum / ((to - from) * segment.bands());
      double share = (mean - segment.low()) / Math.max(1e-6, segment.high() - segment.low());
      curve[column] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    return curve;
  }
}
