import io.partita.picture.ComparedCurves;
import io.partita.picture.ComparedCurves.Curve;
import io.partita.picture.ComparedCurves.Group;
import io.partita.picture.ComparedCurves.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws the table of both long trainings in docs/models/musicvae.md, over epochs: validation and
 * training of each.
 *
 * <pre>
 * java -cp pipeline-jobs/target/partita.jar docs/pictures/MusicVaeCurves.java docs
 * </pre>
 */
public final class MusicVaeCurves {
  private static final int BOUND = 2;
  private static final int FREE_RUNNING = 6;
  private static final int TRAINING_BOUND = 7;
  private static final int TRAINING_FREE_RUNNING = 8;

  private MusicVaeCurves() {}

  public static void main(String[] arguments) throws IOException {
    Path docs = Path.of(arguments[0]);
    List<String[]> rows = rows(docs.resolve("models/musicvae.md"));
    byte[] bound =
        picture(rows, "Bound on -ln p (nats a slice)", BOUND, TRAINING_BOUND, nats -> nats);
    Files.write(docs.resolve("pictures/musicvae-bound.png"), bound);
    byte[] errors =
        picture(
            rows,
            "Share of steps that are wrong, free-running",
            FREE_RUNNING,
            TRAINING_FREE_RUNNING,
            accuracy -> 1 - accuracy);
    Files.write(docs.resolve("pictures/musicvae-errors.png"), errors);
  }

  /** Cells of the table's rows, the first named by its training, those after it by epoch alone. */
  private static List<String[]> rows(Path models) throws IOException {
    List<String[]> rows = new ArrayList<>();
    String training = null;
    boolean isInside = false;
    for (String line : Files.readAllLines(models)) {
      if (line.startsWith("| validation, epoch |")) {
        isInside = true;
      } else if (isInside && line.startsWith("| ")) {
        String[] cells = line.split(" *\\| *");
        String[] name = cells[1].split(", ");
        training = name.length == 2 ? name[0] : training;
        cells[0] = training;
        cells[1] = name[name.length - 1];
        rows.add(cells);
      } else if (isInside && !line.startsWith("|-")) {
        break;
      }
    }
    return rows;
  }

  private static byte[] picture(
      List<String[]> rows, String figure, int validation, int training, DoubleUnaryOperator value) {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (String[] row : rows) {
      add(curves, row[0] + ", validation", row, validation, value);
      add(curves, row[0] + ", training", row, training, value);
    }
    List<Group> groups = new ArrayList<>();
    curves.forEach((title, points) -> groups.add(new Group(title, List.of(new Curve(points, -1)))));
    return ComparedCurves.png("MusicVAE of Groove, z of 64", "Epoch", figure, groups);
  }

  private static void add(
      Map<String, List<Point>> curves,
      String title,
      String[] row,
      int cell,
      DoubleUnaryOperator value) {
    double drawn = value.applyAsDouble(Double.parseDouble(row[cell]));
    curves
        .computeIfAbsent(title, none -> new ArrayList<>())
        .add(new Point(Long.parseLong(row[1]), drawn));
  }
}
