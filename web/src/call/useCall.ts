/** One call as React state. The level of the microphone is not state: it changes too often to draw the page anew. */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { Trouble } from "../ui/Problem";
import { Call, type Activity } from "./call";

export interface Line {
  by: "person" | "assistant";
  text: string;
  cutOff?: boolean;
}

/** Marks the newest of the assistant's lines as interrupted. */
function cutOff(lines: readonly Line[]): Line[] {
  const newest = lines.findLastIndex(({ by }) => by === "assistant");
  return lines.map((line, index) => (index === newest ? { ...line, cutOff: true } : line));
}

/** `meter` gets the microphone's level as the CSS variable `--level`. */
export function useCall(assistant: string, meter: RefObject<HTMLElement | null>) {
  const [activity, setActivity] = useState<Activity | "over">("connecting");
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [partial, setPartial] = useState("");
  const [trouble, setTrouble] = useState<Trouble>();
  const call = useRef<Call>(undefined);

  useEffect(() => {
    const add = (line: Line) => line.text && setLines((known) => [...known, line]);
    const opened = new Call({
      activity: setActivity,
      partial: setPartial,
      said: (text) => {
        setPartial("");
        add({ by: "person", text });
      },
      speaking: (text) => add({ by: "assistant", text }),
      interrupted: () => setLines(cutOff),
      level: (level) => meter.current?.style.setProperty("--level", level.toFixed(2)),
      ended: (reason) => {
        setTrouble(reason);
        setPartial("");
        setActivity("over");
      },
    });
    call.current = opened;
    void opened.start(assistant);
    return () => opened.hangUp();
  }, [assistant, meter]);

  const press = useCallback((symbol: string) => call.current?.press(symbol), []);
  return { activity, lines, partial, trouble, press };
}
