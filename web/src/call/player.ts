/** Plays 16-bit PCM pieces one after the other without a gap and knows how many samples have been heard. */

/** A little sound is held back before the first piece, so that a late second piece leaves no hole. */
const CUSHION_S = 0.06;

export class Player {
  private ends = 0;
  private begun: { at: number; length: number }[] = [];
  private sources = new Set<AudioBufferSourceNode>();

  constructor(private readonly context: AudioContext) {}

  play(pcm: ArrayBuffer): void {
    const samples = Float32Array.from(new Int16Array(pcm), (value) => value / 32768);
    if (samples.length === 0) return;
    const buffer = this.context.createBuffer(1, samples.length, this.context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    const now = this.context.currentTime;
    const at = this.ends > now ? this.ends : now + CUSHION_S;
    source.start(at);
    source.onended = () => this.sources.delete(source);
    this.sources.add(source);
    this.begun.push({ at, length: samples.length });
    this.ends = at + buffer.duration;
  }

  /** Samples heard since the last `clear`. */
  played(): number {
    const now = this.context.currentTime;
    return this.begun.reduce(
      (sum, { at, length }) => sum + Math.max(0, Math.min(length, Math.floor((now - at) * this.context.sampleRate))),
      0,
    );
  }

  remainingS(): number {
    return Math.max(0, this.ends - this.context.currentTime);
  }

  clear(): void {
    this.sources.forEach((source) => source.stop());
    this.sources.clear();
    this.begun = [];
    this.ends = 0;
  }
}
