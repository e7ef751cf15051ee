// The style sheet of the report page.
#pragma once

#include <string_view>

namespace lode::query {

inline constexpr std::string_view k_page_style = R"css(
:root{--ground:#fbfaf7;--card:#fff;--ink:#1d2126;--soft:#5c6470;--line:#dfdcd4;--accent:#0b6e69;
--warn:#a8480f;--warnback:#fdf0e6;--cell:#8a94a0;--good:#1f6f43;--bad:#a3262a;--mark:#fff1bf}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1b1f25;--ink:#e6e4de;--soft:#9aa3ae;
--line:#333a43;--accent:#5cc5bc;--warn:#f0a067;--warnback:#35261b;--cell:#7d8894;--good:#7ccb9b;
--bad:#f08b8b;--mark:#4a4020}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.55 "Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,serif}
main,header,footer{max-width:1240px;margin:0 auto;padding:0 28px}
header{padding-top:46px}
h1{font-size:2.3rem;line-height:1.15;margin:.1em 0 .35em;font-weight:600;letter-spacing:-.01em}
h2{font-size:1.35rem;margin:2.6em 0 .5em;font-weight:600}
h3{font-size:1.08rem;margin:0 0 .3em}
.eyebrow,nav,table,.facts,.plot,.chip,dl,.src,.small,figcaption{
font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif}
.eyebrow{color:var(--soft);font-size:.8rem;letter-spacing:.09em;text-transform:uppercase;margin:0}
.lead{font-size:1.13rem;max-width:46em;margin:.2em 0 1em}
.small,figcaption{font-size:.86rem;color:var(--soft)}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}
nav{font-size:.88rem;display:flex;gap:1.2em;flex-wrap:wrap;padding:.6em 0;border-bottom:1px solid var(--line)}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(172px,1fr));gap:10px;margin:1.3em 0 1.4em;padding:0}
.facts div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
.facts dt{font-size:.75rem;color:var(--soft)}
.facts dd{margin:0;font-size:1.22rem;font-variant-numeric:tabular-nums}
.facts dd span{font-size:.8rem;color:var(--soft)}
.note{background:var(--warnback);border-left:4px solid var(--warn);padding:.5em 1em;border-radius:0 6px 6px 0}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.87rem;font-variant-numeric:tabular-nums}
th{font-size:.74rem;color:var(--soft);font-weight:600;text-align:left;vertical-align:bottom;padding:11px 8px 8px;
border-bottom:1px solid var(--line);line-height:1.25}
th button{all:unset;cursor:pointer}th button:hover{color:var(--ink)}
th button:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort] button::after{content:" \25B2"}th[aria-sort=descending] button::after{content:" \25BC"}
td{padding:7px 8px;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
tbody tr:hover td{background:color-mix(in srgb,var(--accent) 6%,transparent)}
.n{text-align:right;white-space:nowrap}
.y{white-space:nowrap}
.m a{font-weight:600;text-decoration:none;font-size:.98rem}
sub{font-size:.72em;line-height:0}
.chip{display:inline-block;font-size:.76rem;border:1px solid var(--warn);color:var(--warn);border-radius:99px;
padding:0 8px;margin:0 4px 3px 0;white-space:nowrap;text-decoration:none;background:var(--warnback)}
.interval{display:block}.track{stroke:var(--line);stroke-width:4;stroke-linecap:round}
.range{stroke:var(--accent);stroke-width:4;opacity:.55}.baseline{stroke:var(--warn);stroke-width:1.6;stroke-dasharray:3 2}
.mean{fill:var(--accent)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(430px,1fr));gap:22px}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 14px 10px}
figure h3{padding-left:4px}
.plot{width:100%;height:auto;display:block;font-size:12px}
.plot text{fill:var(--soft)}.plot .label{fill:var(--ink);font-size:12.5px;font-weight:500;
paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.plot .axis{font-size:12.5px}.ground{fill:none;stroke:var(--line)}.grid{stroke:var(--line);stroke-width:.7}
.cell{fill:var(--cell)}.dot{fill:var(--accent);stroke:var(--card);stroke-width:1.2}
.dot.flagged{fill:var(--warn)}.leader{stroke:var(--soft);stroke-width:.7}
.legendlist{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px}
.legendlist section,.material{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px}
.legendlist p{margin:.3em 0}
.material{margin:0 0 14px;break-inside:avoid}
.material h3{font-size:1.2rem;display:flex;align-items:baseline;gap:.6em;flex-wrap:wrap}
.material h3 .small{font-weight:400}
.material ul{list-style:none;margin:.4em 0 0;padding:0}
.material .why{font-size:.93rem;margin:.15em 0}
.quote{margin:.7em 0 0;padding-left:14px;border-left:3px solid var(--line)}
.quote p{margin:0}.quote.positive{border-color:var(--good)}.quote.negative{border-color:var(--bad)}
.outcome{font-family:system-ui,sans-serif;font-size:.78rem;font-weight:600;white-space:nowrap}
.positive .outcome{color:var(--good)}.negative .outcome{color:var(--bad)}
.src{font-size:.82rem;color:var(--soft);overflow-wrap:anywhere}
mark{background:var(--mark);color:inherit;padding:0 2px;border-radius:2px}
.made{display:grid;grid-template-columns:max-content 1fr;gap:3px 20px;font-size:.87rem}
.made dt{color:var(--soft)}.made dd{margin:0;overflow-wrap:anywhere}
footer{padding:30px 28px 60px}
@media (max-width:560px){.plots{grid-template-columns:1fr}.made{grid-template-columns:1fr}h1{font-size:1.8rem}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}body{font-size:10.5pt}
nav{display:none}main,header,footer{max-width:none;padding:0}.wide{overflow:visible;border:0}
a{color:inherit}.src a::after{content:""}table{font-size:8pt}td,th{padding:3px 5px}
.plots{grid-template-columns:1fr 1fr}thead{display:table-header-group}tr,figure{break-inside:avoid}}
)css";

}  // namespace lode::query
