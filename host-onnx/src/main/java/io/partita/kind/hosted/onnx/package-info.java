/** ONNX models in ONNX Runtime; in a jar of its own. */
package io.partita.kind.hosted.onnx;
