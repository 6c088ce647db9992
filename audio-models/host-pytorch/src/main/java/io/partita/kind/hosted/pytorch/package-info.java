/** TorchScript models in PyTorch, by way of DJL; in a jar of its own. */
package io.partita.kind.hosted.pytorch;
