/** The microphone as 16-bit PCM frames at the call's rate, with the browser's echo cancellation. */
import type { Captured } from "./capture.worklet";
import captureUrl from "./capture.worklet?worker&url";

export type MicrophoneProblem = `microphone${"Denied" | "Missing" | "Unavailable" | "Insecure"}`;

const PROBLEMS: Record<string, MicrophoneProblem> = {
  NotAllowedError: "microphoneDenied",
  SecurityError: "microphoneDenied",
  NotFoundError: "microphoneMissing",
  OverconstrainedError: "microphoneMissing",
};

export class Microphone {
  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
  ) {}

  /** Asks the person for the microphone. Throws what `Microphone.problemOf` understands. */
  static async open(hear: (frame: Captured) => void): Promise<Microphone> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: 1 },
    });
    // At the device's own rate: Firefox connects a microphone to no other.
    const opened = new Microphone(stream, new AudioContext());
    try {
      await opened.listen(hear);
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }

  static problemOf(error: unknown): MicrophoneProblem {
    if (!window.isSecureContext) return "microphoneInsecure";
    return (error instanceof DOMException && PROBLEMS[error.name]) || "microphoneUnavailable";
  }

  close(): void {
    this.stream.getTracks().forEach((track) => track.stop());
    void this.context.close();
  }

  private async listen(hear: (frame: Captured) => void): Promise<void> {
    await this.context.audioWorklet.addModule(captureUrl);
    const node = new AudioWorkletNode(this.context, "capture", { numberOfOutputs: 0 });
    node.port.onmessage = (message: MessageEvent<Captured>) => hear(message.data);
    this.context.createMediaStreamSource(this.stream).connect(node);
    await this.context.resume();
  }
}
