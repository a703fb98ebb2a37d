/** Plays 16-bit PCM pieces one after the other without a gap and knows how many samples have been heard. */
import { fromPcm16, RATE_HZ } from "./pcm";

/** A little sound is held back before the first piece, so that a late second piece leaves no hole. */
const CUSHION_S = 0.06;

interface Piece {
  at: number;
  samples: number;
  source: AudioBufferSourceNode;
}

export class Player {
  private ends = 0;
  private pieces: Piece[] = [];
  /** Samples of the pieces that have ended and are no longer in `pieces`. */
  private ended = 0;

  constructor(private readonly context = new AudioContext({ sampleRate: RATE_HZ })) {
    void context.resume();
  }

  play(pcm: ArrayBuffer): void {
    const samples = fromPcm16(pcm);
    if (samples.length === 0) return;
    const buffer = this.context.createBuffer(1, samples.length, RATE_HZ);
    buffer.copyToChannel(samples, 0);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    const now = this.context.currentTime;
    const at = this.ends > now ? this.ends : now + CUSHION_S;
    source.start(at);
    this.pieces.push({ at, samples: samples.length, source });
    this.ends = at + samples.length / RATE_HZ;
  }

  /** Samples heard since the last `clear`. What is still on its way to the loudspeaker does not count. */
  played(): number {
    const heard = this.context.currentTime - (this.context.outputLatency || 0);
    while (this.pieces[0] && heardOf(this.pieces[0], heard) === this.pieces[0].samples)
      this.ended += this.pieces.shift()!.samples;
    return this.ended + (this.pieces[0] ? heardOf(this.pieces[0], heard) : 0);
  }

  remainingS(): number {
    return Math.max(0, this.ends - this.context.currentTime);
  }

  clear(): void {
    this.pieces.forEach(({ source }) => source.stop());
    this.pieces = [];
    this.ended = 0;
    this.ends = 0;
  }

  close(): void {
    void this.context.close();
  }
}

/** How many of a piece's samples have been heard at a time of the context. */
function heardOf({ at, samples }: Piece, time: number): number {
  return Math.max(0, Math.min(samples, Math.floor((time - at) * RATE_HZ + 1e-6)));
}
