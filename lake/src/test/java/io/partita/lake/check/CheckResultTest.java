package io.partita.lake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How checks are shown. */
class CheckResultTest {
  private static final CheckResult GOOD = new CheckResult("rows", "notes", "12", "1 or more", true);
  private static final CheckResult BAD = new CheckResult("nulls", "notes", "3", "0", false);
  private static final CheckResult OF_A_MODEL = new CheckResult("top1", null, "0.5", "0.4", true);

  @Test
  void failedChecksComeLast() {
    assertThat(CheckResult.text(List.of(BAD, GOOD)).lines())
        .containsExactly(
            "        check  table  found  wanted",
            "ok      rows   notes  12     1 or more",
            "FAILED  nulls  notes  3      0",
            "",
            "1 of 2 checks failed.");
    assertThat(CheckResult.exitCode(List.of(BAD, GOOD))).isEqualTo(3);
  }

  @Test
  void checksOfAModelHaveNoTable() {
    assertThat(CheckResult.text(List.of(OF_A_MODEL)).lines())
        .containsExactly(
            "    check  found  wanted", "ok  top1   0.5    0.4", "", "0 of 1 checks failed.");
    assertThat(CheckResult.exitCode(List.of(OF_A_MODEL))).isZero();
  }

  @Test
  void aLongCellPushesItsOwnLineOnly() {
    CheckResult longer = new CheckResult("files", "notes", "x".repeat(41), "none", true);

    assertThat(CheckResult.text(List.of(GOOD, longer)).lines())
        .contains(
            "ok  rows   notes  12     1 or more", "ok  files  notes  " + "x".repeat(41) + "  none");
  }
}
