package io.partita.form;

import java.util.List;

/** The forms that there are. */
public final class Forms {
  public static final SliceForm DRUMS = new DrumForm();
  public static final PerformanceForm PERFORMANCES = new PerformanceForm();
  public static final SliceForm MELODY = new MelodyForm();
  public static final SliceForm TRIO = new TrioForm();

  /** All of them. */
  public static final List<Form<?>> ALL = List.of(DRUMS, PERFORMANCES, MELODY, TRIO);

  /** Those whose steps are classes. */
  public static final List<SliceForm> SLICES =
      ALL.stream().filter(SliceForm.class::isInstance).map(SliceForm.class::cast).toList();

  /**
   * Equal to what cards leave out, as those that are older than other forms do: the name of drums,
   * or none.
   */
  public static final class Drums {
    @Override
    public boolean equals(Object other) {
      return other == null || other.equals(DRUMS.name());
    }

    @Override
    public int hashCode() {
      return DRUMS.name().hashCode();
    }
  }

  private Forms() {}

  /**
   * The form of that name, whose steps are classes.
   *
   * @throws IllegalArgumentException if absent
   */
  public static SliceForm named(String name) {
    return SLICES.stream()
        .filter(form -> form.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "slices is "
                        + name
                        + ", not in "
                        + SLICES.stream().map(SliceForm::name).toList()
                        + "."));
  }
}
