package io.partita.form;

import java.util.List;

/** The forms of slices that there are. */
public final class Forms {
  public static final SliceForm DRUMS = new DrumForm();
  public static final SliceForm MELODY = new MelodyForm();
  public static final SliceForm TRIO = new TrioForm();
  public static final PerformanceForm PERFORMANCES = new PerformanceForm();

  /** All of them whose steps are classes. */
  public static final List<SliceForm> ALL = List.of(DRUMS, MELODY, TRIO);

  private Forms() {}

  /** The slices of that name, whatever their form; workers know them by it. */
  public static Form source(String name) {
    return name.equals(PERFORMANCES.name()) ? PERFORMANCES : named(name);
  }

  /**
   * The form of that name.
   *
   * @throws IllegalArgumentException if absent
   */
  public static SliceForm named(String name) {
    return ALL.stream()
        .filter(form -> form.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "slices is "
                        + name
                        + ", not in "
                        + ALL.stream().map(SliceForm::name).toList()
                        + "."));
  }
}
