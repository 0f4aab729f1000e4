/*
 * Loaded before a server: its clock can be set from the process that started it, as a machine's can be while things run. Only the date
 * moves; time that has passed since a moment (`performance.now`, timers) goes on evenly, as it does when a real clock is set.
 */

const TrueDate = Date;
let shift = 0;

class ShiftedDate extends TrueDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(TrueDate.now() + shift);
    else super(...(given as [number]));
  }

  static override now(): number {
    return TrueDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;

process.on('message', (message: { readonly clock?: number }) => {
  if (message.clock === undefined) return;
  shift = message.clock;
  process.send!({ clock: Date.now() });
});
