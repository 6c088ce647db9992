package io.partita.form;

import io.partita.model.HyperParameters;
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

  /** Leaves out the name of drums: cards that are older than other forms have none. */
  public static final class Drums extends HyperParameters.LeftOut {
    public Drums() {
      super(DRUMS.name());
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
