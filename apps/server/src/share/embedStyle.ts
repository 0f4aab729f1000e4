import { createHash } from 'node:crypto';

/** The web app's own colours, light and dark; system letters, because a frame should not fetch a font. */
export const embedStyle = `
:root{color-scheme:light dark;--canvas:light-dark(#fcfcfd,#111318);--text:light-dark(#191c23,#ebecef);--muted:light-dark(#595c66,#a6a9b1);
--line:light-dark(#e0e2e5,#282b31);--edge:light-dark(#898c94,#6f727a);--yes:light-dark(#006888,#58cfe3);--accent:light-dark(#5447d3,#a9a6fa)}
*{box-sizing:border-box;margin:0;padding:0}
body{background:var(--canvas);color:var(--text);font:14px/20px ui-sans-serif,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{min-height:100vh;padding:16px 20px;border:1px solid var(--line);border-radius:8px;display:flex;flex-direction:column;gap:12px}
a{color:inherit;text-decoration:none}a:hover{text-decoration:underline}a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
h1{font-size:17px;line-height:23px;font-weight:600;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.live{flex:1;display:flex;flex-direction:column;justify-content:center;gap:10px}
.chance{display:flex;align-items:flex-end;justify-content:space-between;gap:16px}
.figure{font-size:40px;line-height:44px;font-weight:600;letter-spacing:-.02em}.figure small{font-size:14px;font-weight:400;letter-spacing:0;color:var(--muted);margin-inline-start:8px}
.chance svg{flex:1;max-width:220px;height:44px}.chance path{stroke:var(--yes)}
.row{display:flex;justify-content:space-between;gap:12px}.row span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.row b{font-weight:600}
.bar{display:block;width:100%;height:4px;margin-top:4px;border-radius:2px}.bar .track{fill:var(--line)}.bar .fill{fill:var(--accent)}
.over .figure{color:var(--muted)}.over path{stroke:var(--edge)}.over .bar .fill{fill:var(--edge)}
ul{list-style:none;display:flex;flex-direction:column;gap:10px}
.quiet{color:var(--muted);font-size:12px;line-height:16px}
footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;border-top:1px solid var(--line);padding-top:10px}
footer a{color:var(--accent);font-weight:500}footer b{color:var(--text);font-weight:600}
`;

/**
 * Asks for the page again every few seconds while somebody looks, and puts the new figures in the place of the old. The page is
 * whole without it.
 */
export const embedScript = `
const live=document.querySelector('.live');
const refresh=async()=>{
  if(document.hidden)return;
  try{
    const answer=await fetch(location.href,{cache:'no-cache',credentials:'omit'});
    if(!answer.ok)return;
    const fresh=new DOMParser().parseFromString(await answer.text(),'text/html').querySelector('.live');
    if(fresh&&fresh.outerHTML!==live.outerHTML){live.className=fresh.className;live.replaceChildren(...fresh.childNodes)}
  }catch{}
};
if(live){setInterval(refresh,5000);document.addEventListener('visibilitychange',refresh)}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The one page that other sites may frame. What it may run and look like is named by its digest. */
export const embedHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hashOf(embedScript)}`,
    `style-src ${hashOf(embedStyle)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors *',
  ].join('; '),
  'cross-origin-resource-policy': 'cross-origin',
  // In a sandboxed frame the page has no origin of its own, and everybody may read it anyway.
  'access-control-allow-origin': '*',
} as const;

/** Headers of every page that would keep this one out of a frame, or say nothing in one. */
export const headersNotForFrames = ['x-frame-options', 'cross-origin-opener-policy'] as const;
