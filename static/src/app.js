import './htmx.js';
import './ahead.js';
import { drawAll } from './loading.js';
import './choosing.js';
import './copying.js';
import './filters.js';
import './menus.js';
import './print.js';
import './uploading.js';

document.addEventListener('DOMContentLoaded', () => drawAll(document), { once: true });
if (document.readyState !== 'loading') drawAll(document);
document.addEventListener('htmx:load', (event) => drawAll(event.target));
