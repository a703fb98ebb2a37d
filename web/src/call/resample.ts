/** Changes the rate of a stream of samples. Runs on the audio thread and knows nothing of it. */

/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const CROSSINGS = 24;
/** The pass band's share of the lower rate's half; the rest is the filter's slope. */
const PASS = 0.92;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * Polyphase resampling with a windowed sinc (J. O. Smith, "Digital Audio Resampling",
 * https://ccrma.stanford.edu/~jos/resample/). Delays by half the filter's length.
 */
export class Resampler {
  private readonly up: number;
  private readonly down: number;
  private readonly taps: number;
  private readonly phases: Float32Array[];
  /** The newest `taps` samples, written twice so that they always lie in one piece. */
  private readonly line: Float32Array;
  private at = 0;
  /** Counts input samples in units of 1/up: how far the next output lies ahead. */
  private ahead = 0;

  constructor(fromHz: number, toHz: number) {
    const divisor = gcd(Math.round(fromHz), Math.round(toHz));
    this.up = Math.round(toHz) / divisor;
    this.down = Math.round(fromHz) / divisor;
    const half = Math.ceil(CROSSINGS * Math.max(1, fromHz / toHz));
    const cutoff = 0.5 * PASS * Math.min(1, toHz / fromHz);
    this.taps = 2 * half;
    this.phases = Array.from({ length: this.up }, (_, phase) => kernel(half, cutoff, phase / this.up));
    this.line = new Float32Array(2 * this.taps);
  }

  /** Gives `emit` every output sample that `input` completes. */
  push(input: Float32Array, emit: (sample: number) => void): void {
    for (const sample of input) {
      this.line[this.at] = this.line[this.at + this.taps] = sample;
      this.at = (this.at + 1) % this.taps;
      for (; this.ahead < this.up; this.ahead += this.down) emit(this.output(this.phases[this.ahead]!));
      this.ahead -= this.up;
    }
  }

  private output(kernel: Float32Array): number {
    let sum = 0;
    for (let tap = 0; tap < this.taps; tap++) sum += kernel[tap]! * this.line[this.at + tap]!;
    return sum;
  }
}

/** The filter for an output that lies `fraction` of a sample behind the middle tap; its taps add up to 1. */
function kernel(half: number, cutoff: number, fraction: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * half }, (_, tap) => {
    const x = tap - (half - 1) - fraction;
    return sinc(2 * cutoff * x) * hann(x / half);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const hann = (x: number) => (Math.abs(x) >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * x));
