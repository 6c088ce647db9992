"""Log-mel frames of 30 s of audio by torchaudio on one thread, the recipe hifigan-22k-80.

    python3 benchmarks/mel_torchaudio.py [SECONDS_TO_MEASURE]
    python3 benchmarks/mel_torchaudio.py --clips N      as long as N clips take, for audio.sh

Needs torchaudio (Debian: python3-torchaudio). The counterpart of MelBenchmark.
"""

import sys
import time

import torch
import torchaudio

RATE, N_FFT, HOP, MELS = 22_050, 1024, 256, 80


def main():
    clips = int(sys.argv[2]) if "--clips" in sys.argv else None
    seconds = float(sys.argv[1]) if clips is None and len(sys.argv) > 1 else 10
    torch.set_num_threads(1)
    t = torch.arange(30 * RATE) / RATE
    samples = sum(0.15 * torch.sin(2 * torch.pi * hz * t) for hz in (220, 277.2, 329.6, 440))
    samples = samples + 0.05 * torch.randn(len(t), generator=torch.Generator().manual_seed(1))
    transform = torchaudio.transforms.MelSpectrogram(
        sample_rate=RATE, n_fft=N_FFT, win_length=N_FFT, hop_length=HOP, f_min=0, f_max=8000,
        n_mels=MELS, power=1, center=False, norm="slaney", mel_scale="slaney")
    pad = (N_FFT - HOP) // 2

    def log_mel():
        padded = torch.nn.functional.pad(samples[None], (pad, pad), mode="reflect")
        return transform(padded).clamp(min=1e-5).log()

    with torch.inference_mode():
        assert log_mel().shape == (1, MELS, len(samples) // HOP)
        if clips is not None:
            start = time.perf_counter()
            for _ in range(clips):
                log_mel()
            print(f"{clips} clips: in all {time.perf_counter() - start:.2f} s")
            return
        until = time.perf_counter() + seconds / 5
        while time.perf_counter() < until:
            log_mel()
        times = []
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            start = time.perf_counter()
            log_mel()
            times.append(time.perf_counter() - start)
    times.sort()
    mean = 1e3 * sum(times) / len(times)
    print(f"torchaudio {torchaudio.__version__}, torch {torch.__version__}: "
          f"mean {mean:.2f} ms, median {1e3 * times[len(times) // 2]:.2f} ms, "
          f"least {1e3 * times[0]:.2f} ms of {len(times)} clips of 30 s")


if __name__ == "__main__":
    main()
