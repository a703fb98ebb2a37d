/** The sound of a call on the wire: signed 16-bit mono PCM at 16 kHz. */

export const RATE_HZ = 16_000;

export const toPcm16 = (sample: number) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767);

export const fromPcm16 = (pcm: ArrayBuffer) => Float32Array.from(new Int16Array(pcm), (value) => value / 32768);
