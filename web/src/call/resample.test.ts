import { describe, expect, it } from "vitest";
import { Resampler } from "./resample";

const OUT_HZ = 16_000;

function tone(hz: number, rateHz: number, seconds = 1): Float32Array {
  return Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rateHz));
}

/** Resampled in pieces as the audio thread brings them. */
function resample(input: Float32Array, fromHz: number, piece = 128): number[] {
  const resampler = new Resampler(fromHz, OUT_HZ);
  const output: number[] = [];
  for (let at = 0; at < input.length; at += piece) resampler.push(input.subarray(at, at + piece), (sample) => output.push(sample));
  return output;
}

const settled = (samples: number[]) => samples.slice(samples.length / 4, -samples.length / 4);
const rms = (samples: number[]) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** How much of a tone's energy is at `hz`, as an amplitude. */
function amplitudeAt(samples: number[], hz: number): number {
  const angle = (n: number) => (2 * Math.PI * hz * n) / OUT_HZ;
  const re = samples.reduce((sum, sample, n) => sum + sample * Math.cos(angle(n)), 0);
  const im = samples.reduce((sum, sample, n) => sum + sample * Math.sin(angle(n)), 0);
  return (2 * Math.hypot(re, im)) / samples.length;
}

describe.each([8_000, 16_000, 22_050, 44_100, 48_000, 96_000])("from %i Hz", (rateHz) => {
  it("keeps the pitch and the loudness of a voice's tones", () => {
    const output = settled(resample(tone(1000, rateHz), rateHz));
    expect(amplitudeAt(output, 1000)).toBeCloseTo(1, 2);
    expect(rms(output)).toBeCloseTo(Math.SQRT1_2, 2);
  });

  it("gives one second of samples for one second", () => {
    const { length } = resample(tone(300, rateHz), rateHz);
    expect(Math.abs(length - OUT_HZ)).toBeLessThanOrEqual(1);
  });

  it("does not care how the stream is cut", () => {
    const input = tone(700, rateHz, 0.1);
    expect(resample(input, rateHz, 1)).toEqual(resample(input, rateHz, 1000));
  });
});

it("lets nothing fold back from above half of the new rate", () => {
  expect(rms(settled(resample(tone(9_000, 48_000), 48_000)))).toBeLessThan(0.003);
  expect(rms(settled(resample(tone(15_000, 44_100), 44_100)))).toBeLessThan(0.001);
});
