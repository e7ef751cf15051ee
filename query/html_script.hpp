// The one script of a page: tables are sorted by the heading that is pressed. Without scripts the
// page reads the same and its tables keep their order.
#pragma once

#include <string_view>

namespace lode::query {

// Headings become buttons, so the keyboard reaches them; the order is told by aria-sort. Tables
// with joined cells stay as they are. Cells that hold no number go last in a column of numbers.
inline constexpr std::string_view k_page_script =
    R"js(addEventListener('DOMContentLoaded',()=>{for(const table of document.querySelectorAll('table')){
const body=table.tBodies[0],head=table.tHead&&table.tHead.rows[0];
if(!body||!head||body.rows.length<2||table.querySelector('[rowspan],[colspan]'))continue;
const text=cell=>cell?[...cell.childNodes].filter(n=>n.nodeName!=='svg').map(n=>n.textContent).join('').trim():'';
const number=s=>parseFloat(s.replace(/,/g,'').replace(/^[^\d+\-−.]+/,'').replace('−','-'));
[...head.cells].forEach((cell,column)=>{if(!cell.textContent.trim())return;
const button=document.createElement('button');button.type='button';
button.append(...cell.childNodes);cell.append(button);button.addEventListener('click',()=>{
const now=cell.getAttribute('aria-sort'),up=now?now==='descending':!cell.classList.contains('n');
for(const other of head.cells)other.removeAttribute('aria-sort');
cell.setAttribute('aria-sort',up?'ascending':'descending');
const rows=[...body.rows].map(row=>{const s=text(row.cells[column]);return{row,s,n:number(s)}});
const counts=rows.filter(r=>!isNaN(r.n)).length*2>rows.length;
rows.sort((a,b)=>{if(counts){if(isNaN(a.n)||isNaN(b.n))return isNaN(a.n)-isNaN(b.n);return up?a.n-b.n:b.n-a.n}
return(up?1:-1)*a.s.localeCompare(b.s,'en',{numeric:true})});
body.append(...rows.map(r=>r.row))})})}});)js";

// SHA-256 of the text above in base 64: what a Content-Security-Policy that allows no other script
// must hold. tests/serve/run_serve compares the two.
inline constexpr std::string_view k_page_script_digest =
    "4hkP7Zit9QhUavY8HALsCfFkpnLldwDzUEcZ+4kC6SU=";

}  // namespace lode::query
