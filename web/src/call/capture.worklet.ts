/** Runs on the audio thread: brings the microphone to the call's rate and posts it, 40 ms at a time, with its level in [0, 1]. */
import { RATE_HZ, toPcm16 } from "./pcm";
import { Resampler } from "./resample";

const FRAME_SAMPLES = 0.04 * RATE_HZ;
/** A voice at a usual distance has an RMS of about 1/6. */
const LEVEL_GAIN = 6;

export interface Captured {
  pcm: ArrayBuffer;
  level: number;
}

class Capture extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(sampleRate, RATE_HZ);
  private readonly frame = new Int16Array(FRAME_SAMPLES);
  private filled = 0;
  private energy = 0;

  process([input]: Float32Array[][]): boolean {
    if (input?.[0]) this.resampler.push(input[0], (sample) => this.take(sample));
    return true;
  }

  private take(sample: number): void {
    this.frame[this.filled++] = toPcm16(sample);
    this.energy += sample * sample;
    if (this.filled === FRAME_SAMPLES) this.post();
  }

  private post(): void {
    const pcm = this.frame.slice().buffer;
    const level = Math.min(1, Math.sqrt(this.energy / this.filled) * LEVEL_GAIN);
    this.port.postMessage({ pcm, level } satisfies Captured, [pcm]);
    this.filled = 0;
    this.energy = 0;
  }
}
registerProcessor("capture", Capture);
