/** Runs on the audio thread: gathers 40 ms of the microphone and posts it as 16-bit PCM with its level in [0, 1]. */
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(Math.round(sampleRate * 0.04));
    this.filled = 0;
    this.energy = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.frame[this.filled++] = clipped * 32767;
      this.energy += clipped * clipped;
      if (this.filled === this.frame.length) this.post();
    }
    return true;
  }

  post() {
    const pcm = this.frame.slice().buffer;
    this.port.postMessage({ pcm, level: Math.min(1, Math.sqrt(this.energy / this.filled) * 6) }, [pcm]);
    this.filled = 0;
    this.energy = 0;
  }
}
registerProcessor("capture", Capture);
