/** The microphone as 16-bit PCM frames at the context's rate, with the browser's echo cancellation. */
export class Microphone {
  private constructor(
    private readonly stream: MediaStream,
    private readonly node: AudioWorkletNode,
  ) {}

  static async open(context: AudioContext, hear: (pcm: ArrayBuffer, level: number) => void): Promise<Microphone> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: 1 },
    });
    await context.audioWorklet.addModule("./capture.js");
    const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
    node.port.onmessage = (message) => {
      const { pcm, level } = message.data as { pcm: ArrayBuffer; level: number };
      hear(pcm, level);
    };
    context.createMediaStreamSource(stream).connect(node);
    return new Microphone(stream, node);
  }

  close(): void {
    this.node.port.onmessage = null;
    this.node.disconnect();
    this.stream.getTracks().forEach((track) => track.stop());
  }
}
