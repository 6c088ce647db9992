package io.partita.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The files that a report's pages share: style, scripts, ECharts and its licence. */
final class ReportAssets {
  private static final List<String> OWN =
      List.of(
          "report.css",
          "report.js",
          "list.js",
          "icon.svg",
          "echarts-LICENSE.txt",
          "echarts-NOTICE.txt");
  private static final String ECHARTS = "echarts.common.min.js";

  private ReportAssets() {}

  /**
   * Writes them.
   *
   * @param report the folder of the pages, which must be there
   */
  public static void write(Path report) throws IOException {
    Path assets = Files.createDirectories(report.resolve("assets"));
    for (String name : OWN) {
      copy("/io/partita/report/" + name, assets.resolve(name));
    }
    copy(
        "/META-INF/resources/webjars/echarts/" + version() + "/" + ECHARTS,
        assets.resolve(ECHARTS));
  }

  /** Of ECharts; its jar has it in the path. */
  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars/echarts/pom.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream in = open(resource)) {
      Files.copy(in, file);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = ReportAssets.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("partita.jar lacks " + resource + ": build it again.");
    }
    return in;
  }
}
