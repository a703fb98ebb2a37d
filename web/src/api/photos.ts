/** Sends a photo for a conversation, telling how far it is. Nothing about the page is known here. */
import { Refusal, sentenceOf, type ErrorBody } from "./refusal";
import type { Ticket } from "./talk";

/** The photo's reference, to be named in the next message. Rejects with a `Refusal` where the server says why. */
export function sendPhoto(ticket: Ticket, photo: Blob, name: string, onProgress: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // `fetch` does not tell how much has been sent
    request.open("POST", `/api/v1/conversations/${ticket.id}/photos`);
    request.setRequestHeader("Authorization", `Bearer ${ticket.token}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.onload = () => {
      const body = request.response as { id?: string; error?: ErrorBody } | null;
      if (request.status === 201 && body?.id) return resolve(body.id);
      const sentence = body?.error && sentenceOf(body.error);
      reject(sentence ? new Refusal(sentence) : new Error("no answer"));
    };
    const form = new FormData();
    form.append("file", photo, name);
    request.send(form);
  });
}
