/** A photo from a phone made fit to be sent: not larger than needed for reading, and small enough. */

export interface Prepared {
  data: Blob;
  name: string;
  /** A small picture of it as a data URL; none where the browser cannot draw the file. */
  preview: string | undefined;
}

export const MOST_BYTES = 5_000_000;
/** A card is read from 1000 pixels on; a page of small print wants more. */
export const LONGEST_PX = 3000;
const PREVIEW_PX = 320;
const QUALITY = 0.9;

/** Width and height so that neither is longer than `longest`. */
export function within(width: number, height: number, longest: number): [number, number] {
  const factor = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

export async function prepare(file: File): Promise<Prepared> {
  const name = file.name || "photo.jpg";
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return { data: file, name, preview: undefined }; // HEIC and PDF: the server can read them
  }
  const preview = drawn(picture, PREVIEW_PX).toDataURL("image/jpeg", QUALITY);
  const fits = file.size <= MOST_BYTES && Math.max(picture.width, picture.height) <= 2 * LONGEST_PX;
  const data = fits ? file : await encoded(drawn(picture, LONGEST_PX));
  picture.close();
  return { data, name: fits ? name : name.replace(/\.\w+$/, "") + ".jpg", preview };
}

function drawn(picture: ImageBitmap, longest: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = within(picture.width, picture.height, longest);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((data) => (data ? resolve(data) : reject(new Error("not drawn"))), "image/jpeg", QUALITY),
  );
}
