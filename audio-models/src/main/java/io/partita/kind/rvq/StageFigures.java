package io.partita.kind.rvq;

/**
 * How the training of a stage went.
 *
 * @param stage from 1
 * @param iterations steps of Lloyd's algorithm
 * @param restarted how often an entry that no frame was nearest to began again elsewhere
 * @param relativeMse of the training's frames after this stage: a share of their variance
 */
public record StageFigures(int stage, int iterations, long restarted, double relativeMse) {}
