/** The page: choose an assistant, chat or call, read what an answer cites. */
import { useCallback, useEffect, useState } from "react";
import type { Citation } from "./api/talk";
import { Call } from "./call/Call";
import { Chat } from "./chat/Chat";
import { Source } from "./source/Source";
import { Problem } from "./ui/Problem";
import { Top } from "./Top";
import { useAssistants, useTicket } from "./visit";

export function App() {
  const { known, chosen, choose, ...list } = useAssistants();
  const { ticket, startAnew, refused, ...talk } = useTicket(chosen?.id);
  const [cited, setCited] = useState<Citation>();
  const [calling, setCalling] = useState(false);
  const closeSource = useCallback(() => setCited(undefined), []);
  useEffect(closeSource, [ticket, calling, closeSource]);

  const callable = chosen?.channels.includes("call") ?? false;
  return (
    <div className="page">
      <Top
        assistants={known ?? []}
        chosen={chosen}
        onChoose={(id) => {
          setCalling(false);
          choose(id);
        }}
        onNewTalk={calling ? undefined : startAnew}
        onCall={callable && !calling ? () => setCalling(true) : undefined}
      />
      <main className={cited ? "work with-source" : "work"}>
        {list.trouble && <Problem what={list.trouble} onRetry={list.retry} />}
        {talk.trouble && <Problem what={talk.trouble} onRetry={talk.retry} />}
        {known?.length === 0 && <Problem what="noAssistants" onRetry={list.retry} />}
        {chosen && calling && <Call key={chosen.id} assistant={chosen} onClose={() => setCalling(false)} />}
        {chosen && ticket && !calling && (
          <Chat key={ticket.id} assistant={chosen} ticket={ticket} cited={cited} onCite={setCited} onRefused={refused} />
        )}
        {ticket && cited && <Source ticket={ticket} citation={cited} onClose={closeSource} />}
      </main>
    </div>
  );
}
