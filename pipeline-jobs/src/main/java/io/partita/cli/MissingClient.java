package io.partita.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** A path on a file system that Hadoop knows by name, or not even that, and has no client for. */
final class MissingClient {
  private static final Pattern NO_CLASS =
      Pattern.compile("Class (\\S*?(\\w*)(?:FileSystem|AFS)) not found");
  private static final Pattern NO_SCHEME = Pattern.compile("No FileSystem for scheme \"(.*)\"");

  /** Where Hadoop's own clients are, by the beginning of the class or the scheme. */
  private static final Map<String, String> HADOOPS =
      Map.of(
          "s3a", "hadoop-aws",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure",
          "adl", "hadoop-azure-datalake",
          "oss", "hadoop-aliyun",
          "cosn", "hadoop-cos");

  private static final Map<String, String> SCHEMES =
      Map.of(
          "NativeAzure", "wasb",
          "SecureAzureBlob", "abfss",
          "AzureBlob", "abfs",
          "Adl", "adl",
          "AliyunOSS", "oss");

  private MissingClient() {}

  /** What to do about it; empty where something else is the matter. */
  static Optional<String> of(FailureLink link) {
    Matcher missing = NO_CLASS.matcher(link.message());
    if (link.is(ClassNotFoundException.class) && missing.find()) {
      String name = missing.group(2);
      return Optional.of(said(SCHEMES.getOrDefault(name, name.toLowerCase(Locale.ROOT))));
    }
    Matcher unknown = NO_SCHEME.matcher(link.message());
    if (link.is(UnsupportedFileSystemException.class) && unknown.find()) {
      return Optional.of(said(unknown.group(1)));
    }
    return Optional.empty();
  }

  private static String said(String scheme) {
    String module = HADOOPS.get(scheme);
    String client =
        module == null
            ? "GROUP:NAME:VERSION"
            : "org.apache.hadoop:" + module + ":" + VersionInfo.getVersion();
    String build =
        scheme.equals("s3a") ? ": './mvnw -Ps3 -pl build/spark-home -am package' once, or" : ":";
    return ("This Partita has no client for %s: paths. Use a local path or hdfs:, or add a"
            + " client%s PARTITA_SPARK_OPTS=\"--packages %s\" ./partita --master 'local[*]' …")
        .formatted(scheme, build, client);
  }
}
