import { join } from 'node:path';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from '../private-file';
import type { OnError } from './api';

/** Where the window was when it was last moved: kept in the profile, apart from the vault, for it is no loss. */
const FILE = 'window.json';
/** Dragging reports every pixel. */
const PAUSE_MS = 500;
/** Enough of the window to take hold of it. */
const GRIP = { width: 120, height: 40 };

const placeSchema = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(1),
    height: z.number().int().min(1),
  }),
  maximized: z.boolean(),
});
export type WindowPlace = z.output<typeof placeSchema>;

/** The place of last time; null when there was none, or when it lies on a screen that is gone. */
export async function lastPlace(
  profile: string,
  screen: Pick<Screen, 'getAllDisplays'>,
): Promise<WindowPlace | null> {
  const content = await readPrivateFile(join(profile, FILE)).catch(() => null);
  if (content === null) return null;
  const place = parse(content.toString());
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  return place !== null && areas.some((area) => canBeHeld(place.bounds, area)) ? place : null;
}

/** Keeps the file true from here on. What is written last is what holds, also when the window is closed at once. */
export function rememberPlace(window: BrowserWindow, profile: string, onError: OnError): void {
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = (): void => {
    clearTimeout(timer);
    const place: WindowPlace = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writing = writing.then(() => writePrivateFile(join(profile, FILE), JSON.stringify(place))).catch(onError);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', write);
}

function parse(text: string): WindowPlace | null {
  try {
    return placeSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The top edge, where one takes hold of a window, is on the screen. */
function canBeHeld(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const fromTop = bounds.y - area.y;
  return width >= GRIP.width && fromTop >= 0 && fromTop <= area.height - GRIP.height;
}
