import { type KeyboardEvent, type ReactNode, useRef } from 'react';

interface TooltipProps {
  readonly label: string;
  readonly children: ReactNode;
  /** Also on a press: where the words say why nothing happens, a finger must be able to ask. */
  readonly onPress?: boolean;
}

const gap = 6;
const edge = 8;

/** Above the target where there is room, below it where not, and never past the sides of the window. */
const place = (tip: HTMLElement, target: DOMRect): void => {
  const { width, height } = tip.getBoundingClientRect();
  const centred = target.left + target.width / 2 - width / 2;
  const left = Math.max(edge, Math.min(centred, document.documentElement.clientWidth - width - edge));
  const above = target.top - height - gap;
  tip.style.left = `${left}px`;
  tip.style.top = `${above >= edge ? above : target.bottom + gap}px`;
};

/**
 * Words for an icon or a reason, on hover and focus. For the eyes only: whatever carries it is named or described for
 * screen readers by itself. A popover, so that it stands in the browser's top layer above an open dialog.
 */
export const Tooltip = ({ label, children, onPress = false }: TooltipProps) => {
  const target = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);

  const show = (): void => {
    const element = target.current?.firstElementChild;
    if (!element || !tip.current) return;
    tip.current.showPopover();
    place(tip.current, element.getBoundingClientRect());
  };
  const hide = (): void => tip.current?.hidePopover();

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: listens to what happens to the control inside */}
      <span
        ref={target}
        className="contents"
        onPointerEnter={(event) => event.pointerType === 'mouse' && show()}
        onPointerLeave={hide}
        onFocus={(event) => event.target.matches(':focus-visible') && show()}
        onBlur={hide}
        onClick={onPress ? show : hide}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && hide()}
      >
        {children}
      </span>
      <span
        ref={tip}
        popover="manual"
        aria-hidden
        className="pointer-events-none fixed inset-auto m-0 max-w-64 animate-tip rounded-md bg-text px-2 py-1 text-xs text-canvas"
      >
        {label}
      </span>
    </>
  );
};
