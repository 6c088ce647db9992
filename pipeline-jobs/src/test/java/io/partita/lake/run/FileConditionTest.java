package io.partita.lake.run;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/** Conditions on the files of a data set, by anybody. */
@Tag("spark")
class FileConditionTest {
  /** A call of each function that is allowed, and its value of the first file as text. */
  private static final List<String> CALLS =
      """
      abs(n - 10) => 3
      acos(x - 2.5) => 1.5707963267948966
      acosh(x - 1.5) => 0.0
      asin(x - 2.5) => 0.0
      asinh(x - 2.5) => 0.0
      atan(x - 2.5) => 0.0
      atan2(x - 2.5, 1) => 0.0
      atanh(x - 2.5) => 0.0
      bit_count(n) => 3
      bround(x) => 2.0
      cbrt(n + 1) => 2.0
      ceil(x) => 3
      ceiling(x) => 3
      cos(x - 2.5) => 1.0
      cosh(x - 2.5) => 1.0
      cot(x - 2.5) => Infinity
      degrees(x - 2.5) => 0.0
      e() => 2.718281828459045
      exp(x - 2.5) => 1.0
      expm1(x - 2.5) => 0.0
      factorial(n) => 5040
      floor(x) => 2
      greatest(n, 9) => 9
      hypot(x + 0.5, 4) => 5.0
      isnan(x) => false
      least(n, 9) => 7
      ln(x - 1.5) => 0.0
      log(2, n + 1) => 3.0
      log10(n + 93) => 2.0
      log1p(x - 2.5) => 0.0
      log2(n + 1) => 3.0
      mod(n, 4) => 3
      nanvl(x, 1) => 2.5
      negative(n) => -7
      pi() => 3.141592653589793
      pmod(n - 8, 4) => 3
      positive(n) => 7
      pow(n, 2) => 49.0
      power(n, 2) => 49.0
      radians(x - 2.5) => 0.0
      rint(x) => 2.0
      round(x) => 3.0
      shiftleft(n, 1) => 14
      shiftright(n, 1) => 3
      sign(n) => 1.0
      signum(n) => 1.0
      sin(x - 2.5) => 0.0
      sinh(x - 2.5) => 0.0
      sqrt(n + 2) => 3.0
      tan(x - 2.5) => 0.0
      tanh(x - 2.5) => 0.0
      width_bucket(x, 0, 10, 5) => 2
      ascii(label) => 106
      bit_length(label) => 32
      btrim(label, 'z') => ja
      char(n + 58) => A
      char_length(label) => 4
      character_length(label) => 4
      chr(n + 58) => A
      concat(label, '!') => jazz!
      contains(label, 'az') => true
      endswith(label, 'zz') => true
      find_in_set(label, 'a,jazz') => 2
      initcap(label) => Jazz
      instr(label, 'z') => 3
      lcase(label) => jazz
      left(label, 2) => ja
      len(label) => 4
      length(label) => 4
      locate('z', label) => 3
      lower(label) => jazz
      ltrim(label) => jazz
      octet_length(label) => 4
      position('z', label) => 3
      regexp(label, 'z+') => true
      regexp_count(label, 'z') => 2
      regexp_extract(label, '(a)(z)', 2) => z
      regexp_extract_all(label, '(z)', 1) => [z, z]
      regexp_instr(label, 'z') => 3
      regexp_like(label, 'z') => true
      reverse(label) => zzaj
      rlike(label, 'z') => true
      rtrim(label) => jazz
      soundex(label) => J200
      split(path, '/') => [jazz, Take Five.mp3]
      split_part(path, '/', 1) => jazz
      startswith(label, 'ja') => true
      substr(label, 2) => azz
      substring(label, 2, 1) => a
      substring_index(path, '/', 1) => jazz
      translate(label, 'z', 's') => jass
      trim(label) => jazz
      ucase(label) => JAZZ
      upper(label) => JAZZ
      crc32(label) => 1506435122
      hash(label) => 33677908
      md5(label) => 2b21d9d8f81c6e564c84ef0bfa94aa5c
      sha(label) => 6abc743bbde4a1562b6538f3e26f71b23b5cd345
      sha1(label) => 6abc743bbde4a1562b6538f3e26f71b23b5cd345
      sha2(label, 256) => c301f75ab52fa076c827231e613bbc976e26b2c1f7ddd01a319b2832b8ecdf9a
      xxhash64(label) => 3232153035206655106
      coalesce(label, 'x') => jazz
      equal_null(label, 'jazz') => true
      if(n > 0, label, 'x') => jazz
      ifnull(label, 'x') => jazz
      isnotnull(label) => true
      isnull(label) => false
      nvl(label, 'x') => jazz
      nvl2(label, n, 0) => 7
      bigint(n) => 7
      binary(label) => jazz
      boolean(n) => true
      date(taken) => 1959-07-01
      decimal(n) => 7
      double(n) => 7.0
      float(n) => 7.0
      int(x) => 2
      smallint(n) => 7
      string(n) => 7
      timestamp(taken) => 1959-07-01 00:00:00
      tinyint(n) => 7
      add_months(taken, 1) => 1959-08-01
      date_add(taken, 1) => 1959-07-02
      date_diff(taken, '1959-06-30') => 1
      date_part('YEAR', taken) => 1959
      date_sub(taken, 1) => 1959-06-30
      date_trunc('YEAR', taken) => 1959-01-01 00:00:00
      datediff(taken, '1959-06-30') => 1
      datepart('YEAR', taken) => 1959
      day(taken) => 1
      dayofmonth(taken) => 1
      dayofweek(taken) => 4
      dayofyear(taken) => 182
      extract(YEAR FROM taken) => 1959
      hour(taken) => 0
      last_day(taken) => 1959-07-31
      make_date(n + 1952, 7, 1) => 1959-07-01
      minute(taken) => 0
      month(taken) => 7
      months_between(taken, '1959-06-01') => 1.0
      next_day(taken, 'MONDAY') => 1959-07-06
      quarter(taken) => 3
      second(taken) => 0
      to_date(string(taken)) => 1959-07-01
      to_timestamp(string(taken)) => 1959-07-01 00:00:00
      trunc(taken, 'YEAR') => 1959-01-01
      unix_date(taken) => -3837
      weekday(taken) => 2
      weekofyear(taken) => 27
      year(taken) => 1959
      array(n, 1) => [7, 1]
      array_contains(genres, 'cool') => true
      array_distinct(genres) => [jazz, cool]
      array_except(genres, array('jazz')) => [cool]
      array_intersect(genres, array('jazz')) => [jazz]
      array_max(genres) => jazz
      array_min(genres) => cool
      array_position(genres, 'cool') => 2
      array_remove(genres, 'cool') => [jazz]
      array_size(genres) => 2
      array_union(genres, array('x')) => [jazz, cool, x]
      arrays_overlap(genres, array('jazz')) => true
      cardinality(genres) => 2
      element_at(catalog, 'style') => cool
      flatten(array(genres)) => [jazz, cool]
      get(genres, 0) => jazz
      map_contains_key(catalog, 'style') => true
      map_keys(catalog) => [drummer, style]
      map_values(catalog) => [drummer1, cool]
      size(catalog) => 2
      slice(genres, 1, 1) => [jazz]
      sort_array(genres) => [cool, jazz]
      try_element_at(genres, 2) => cool
      drum_name(n + 31) => Acoustic Snare
      key_name(n + 2, 0) => A minor
      note_name(n + 53) => C4
      pitch_class(n + 53) => C
      program_name(n + 35) => Cello
      transpose(n, 5) => 12
      """
          .lines()
          .toList();

  /** Conditions, and the files that each holds for. */
  private static final List<String> FITTING =
      """
      label = 'jazz' # a
      Label = 'jazz' AND N > 0 # a
      label <> 'jazz' # b
      NOT label = 'jazz' OR label IS NULL # bc
      label <=> NULL # c
      label IS DISTINCT FROM 'jazz' # bc
      (n > 0) IS UNKNOWN # c
      (n > 0) IS NOT TRUE # bc
      n IN (7, 8) # a
      n NOT IN (7, 8) # b
      (label, n) IN (('jazz', 7), ('rock', 1)) # a
      n BETWEEN -5 AND 5 # b
      catalog['drummer'] = 'drummer1' # a
      catalog.drummer = 'drummer1' # a
      genres[1] = 'cool' # a
      path LIKE 'jazz/%' # a
      path LIKE '%b!_side%' ESCAPE '!' # b
      path ILIKE '%TAKE%' # a
      path LIKE ANY ('jazz%', 'none%') # ac
      path NOT LIKE ALL ('jazz%', 'none%') # b
      path RLIKE '^[a-z]+/[A-Z]' # a
      path REGEXP 'a(k|x)e' # a
      n + 1 = 8 AND n - 1 = 6 AND n * 2 = 14 AND n / 2 = 3.5 AND n % 4 = 3 AND n DIV 2 = 3 # a
      -n = 3 OR ~n = -8 OR (n & 1) = 0 OR (n | 1) = 0 OR (n ^ 1) = 0 # ab
      label || '!' = 'jazz!' # a
      CASE WHEN n > 0 THEN true ELSE label IS NULL END # ac
      CASE label WHEN 'rock' THEN true END # b
      CAST(n AS string) = '7' # a
      taken < DATE '1970-01-01' # a
      taken < '1970-01-01' # a
      taken + INTERVAL 1 YEAR < '1961-01-01' # a
      EXTRACT(YEAR FROM taken) = 1999 # b
      SUBSTRING(path FROM 1 FOR 4) = 'jazz' # a
      TRIM(BOTH 'j' FROM label) = 'azz' # a
      POSITION('zz' IN label) > 0 # a
      true # abc
      """
          .lines()
          .toList();

  private static SparkSession spark;
  private static Dataset<Row> files;

  @BeforeAll
  static void open() {
    spark = Spark.session(Spark.conf("conditions").setMaster("local[1]"));
    files =
        spark.sql(
            """
            SELECT 'd' AS dataset, id AS track_id, path, label, n, x, taken, catalog, genres
            FROM VALUES
              ('a', 'jazz/Take Five.mp3', 'jazz', 7, 2.5D, DATE '1959-07-01',
                map('drummer', 'drummer1', 'style', 'cool'), array('jazz', 'cool')),
              ('b', 'rock/b_side.mp3', 'rock', -3, 0.0D, DATE '1999-12-31',
                map('drummer', 'drummer2'), array('rock')),
              ('c', 'none.mp3', NULL, NULL, NULL, NULL, NULL, NULL)
              AS (id, path, label, n, x, taken, catalog, genres)
            """);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static String fitting(String condition) {
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    Dataset<Row> none = spark.emptyDataFrame().selectExpr("'' AS dataset", "'' AS track_id");
    for (LakeTable table : LakeTable.values()) {
      tables.put(table, none.where("false"));
    }
    tables.put(LakeTable.AUDIO_TRACKS, files);
    return FileFilter.of("d", condition)
        .on(tables, "d")
        .get(LakeTable.AUDIO_TRACKS)
        .select("track_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .reduce("", String::concat);
  }

  @Test
  void whatSqlSaysOfColumnsHoldsAsInSparksOwnSession() {
    List<Column> columns = new ArrayList<>();
    for (String line : FITTING) {
      String condition = line.split(" # ")[0];
      columns.add(FileCondition.of(condition, files));
      columns.add(expr(condition));
    }
    List<Row> rows = files.select(columns.toArray(Column[]::new)).collectAsList();
    for (int i = 0; i < FITTING.size(); i++) {
      String[] parts = FITTING.get(i).split(" # ");
      for (int column : new int[] {2 * i, 2 * i + 1}) {
        StringBuilder ids = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
          if (Boolean.TRUE.equals(rows.get(row).get(column))) {
            ids.append("abc".charAt(row));
          }
        }
        assertThat(ids).as(parts[0]).hasToString(parts[1]);
      }
    }
    assertThat(fitting("n BETWEEN -5 AND 5")).isEqualTo("b");
  }

  @Test
  void aReferenceIsText() {
    assertThat(fitting("'${env:HOME}' = '$' || '{env:HOME}'")).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "reflect('java.lang.System', 'load', '/x.so') IS NULL # reflect",
        "java_method('java.lang.System', 'exit', 3) IS NULL # java_method",
        "try_reflect('java.lang.System', 'exit') IS NULL # try_reflect",
        "`reflect`('java.lang.System', 'lineSeparator') IS NULL # reflect",
        "ReFlect('java.lang.System', 'lineSeparator') IS NULL # ReFlect",
        "a.b.reflect('java.lang.System', 'lineSeparator') IS NULL # a.b.reflect",
        "system.builtin.reflect('java.lang.System', 'x') IS NULL # system.builtin.reflect",
        "system.builtin.abs(n) = 1 # system.builtin.abs",
        "n = 1 AND (label = 'x' OR abs(reflect('a', 'b')) = 1) # reflect",
        "(SELECT max(value) FROM text.`/etc/passwd`) LIKE 'r%' # /etc/passwd",
        "label IN (SELECT value FROM text.`/etc/passwd`) # /etc/passwd",
        "EXISTS (SELECT 1) # (SELECT 1)",
        "n = (SELECT 1) # (SELECT 1)",
        "n > max(n) OVER () # OVER",
        "sum(n) > 1 # sum",
        "count(*) > 1 # count",
        "first(n) > 1 # first",
        "abs(DISTINCT n) = 1 # DISTINCT",
        "abs(n) FILTER (WHERE true) = 1 # FILTER",
        "explode(genres) = 'jazz' # explode",
        "exists(genres, g -> g = 'jazz') # exists",
        "array_contains(genres, g -> g) # ->",
        "raise_error('x') # raise_error",
        "assert_true(false) IS NULL # assert_true",
        "input_file_name() = '' # input_file_name",
        "version() = '' # version",
        "current_catalog() = '' # current_catalog",
        "current_user = 'x' # current_user",
        "user = 'x' # user",
        "current_date > taken # current_date",
        "_metadata.file_path = '' # _metadata",
        "rand() > 0.5 # rand",
        "uuid() = '' # uuid",
        "label = :param # :param",
        "label = ? # ?",
        "* # *",
        "files.* # files.*",
        "abs(value => n) = 1 # value",
        "IDENTIFIER('abs')(n) = 1 # IDENTIFIER",
        "IDENTIFIER('label') = 'jazz' # IDENTIFIER",
        "n = 1 AS m # AS",
        "label = ${env:HOME} # ${env:HOME}",
        "label = ${spark.master} # ${spark.master}",
        "repeat(label, 2000000000) = '' # repeat",
        "size(sequence(1, 1000000000)) > 0 # sequence",
        "lpad(label, 2000000000) = '' # lpad",
        "CAST(n AS array<int>) IS NULL # array<int>",
        "path RLIKE '(a+)+$' # (a+)+$",
        "path RLIKE '((a|b)c){9}$' # {9}",
        "rlike(path, '(.*)*x') # (.*)*x",
        "path RLIKE label # literal",
        "label = 'jazz'; DROP TABLE x # ;",
        "label = 'jazz' UNION SELECT 1 # UNION",
        "no_such = 1 # no_such",
        "label LIKE # label",
        "element_at(genres, 0) = 'jazz' # 0",
        "label LIKE 'j!' ESCAPE '!' # !",
        "path RLIKE '[' # [",
        "label + array(1) = 2 # label",
        "n # n",
      })
  void whatElseSqlCanSayIsRefused(String condition, String word) {
    UserException e = refused(condition);

    assertThat(e.mistake()).isEqualTo(Mistake.BAD_QUERY);
    assertThat(e.getMessage()).hasLineCount(1).contains(condition, word);
  }

  private static UserException refused(String condition) {
    try {
      assertThat(fitting(condition)).as(condition).isNull();
      throw new AssertionError(condition);
    } catch (UserException e) {
      return e;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", "NOT ", "- ", "abs(", "n + ", "CASE WHEN ", "CASE WHEN end AND ", "x -> n = 1 AND ",
        "array(", "n[", "n BETWEEN 1 AND ", "EXISTS (SELECT ", "(n, ", "n.", "{", "'"
      })
  void whatIsTooDeepOrTooLongIsRefusedBeforeItOverflows(String part) {
    for (String condition : List.of(part.repeat(200), part.repeat(90_000 / part.length()))) {
      assertThatMistake(() -> fitting(condition)).is(Mistake.BAD_QUERY);
    }
    UserException e = refused(part.repeat(50_000_000 / part.length()));
    assertThat(e.mistake()).isEqualTo(Mistake.BAD_QUERY);
    assertThat(e.getMessage()).hasSizeLessThan(1000).contains("100,000");
  }

  @Test
  void whatDoublesItselfIsRefused() {
    String doubled = "n";
    for (int i = 0; i < 40; i++) {
      doubled = "(" + doubled + ") BETWEEN false AND true";
    }
    String condition = doubled;
    assertThatMistake(() -> fitting(condition)).is(Mistake.BAD_QUERY).names("10,000");
  }

  @Test
  void aLongListIsAnswered() {
    StringBuilder list = new StringBuilder("label IN ('jazz'");
    StringBuilder ors = new StringBuilder("label = 'jazz'");
    for (int i = 0; i < 2000; i++) {
      list.append(", '").append("0".repeat(32)).append(i).append("'");
    }
    for (int i = 0; i < 500; i++) {
      ors.append(" OR label = 'x").append(i).append("'");
    }

    assertThat(fitting(list + ")")).isEqualTo("a");
    assertThat(fitting(ors.toString())).isEqualTo("a");
  }

  @Test
  void eachFunctionOfSparkIsOnTheListOrRefusedWithoutBeingRun() {
    List<String> all =
        spark.sql("SHOW FUNCTIONS").collectAsList().stream().map(row -> row.getString(0)).toList();

    assertThat(all).hasSizeGreaterThan(400).containsAll(ConditionFunctions.NAMES);
    for (String name : all) {
      if (!ConditionFunctions.NAMES.contains(name)) {
        assertThatMistake(() -> FileCondition.of("`" + name + "`(label) IS NULL", files))
            .as(name)
            .is(Mistake.BAD_QUERY);
      }
    }
  }

  /** A function that repeats an argument would double a plan with each level of nesting. */
  @Test
  void eachFunctionOnTheListHasAValueAndRepeatsNoArgument() {
    assertThat(CALLS.stream().map(call -> call.substring(0, call.indexOf('('))))
        .containsExactlyInAnyOrderElementsOf(ConditionFunctions.NAMES);
    Dataset<Row> first = spark.createDataFrame(files.limit(1).collectAsList(), files.schema());
    List<Column> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String call : CALLS) {
      String[] parts = call.split(" => ");
      columns.add(FileCondition.of(parts[0], files).cast("string"));
      values.add(parts[1]);
    }
    Dataset<Row> called = first.select(columns.toArray(Column[]::new));
    Row row = called.first();
    List<Expression> resolved =
        JavaConverters.seqAsJavaList(
            ReplaceExpressions$.MODULE$.apply(called.queryExecution().analyzed()).expressions());
    for (int i = 0; i < CALLS.size(); i++) {
      assertThat(row.getString(i)).as(CALLS.get(i)).isEqualTo(values.get(i));
      assertThat(attributes(resolved.get(i)))
          .as(CALLS.get(i))
          .isEqualTo(attributes(columns.get(i).expr()));
    }
  }

  private static long attributes(Expression part) {
    return (part instanceof Attribute ? 1 : 0)
        + JavaConverters.seqAsJavaList(part.children()).stream()
            .mapToLong(FileConditionTest::attributes)
            .sum();
  }
}
