import '../styles/fonts-latin.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { mount } from 'svelte';
import type { RunReport } from '$lib/run/report';
import Report from './Report.svelte';

const report = JSON.parse(document.getElementById('report')!.textContent!) as RunReport | string;
const target = document.getElementById('app')!;
if (typeof report === 'string') {
    target.textContent = "There is no run in this page. 'descent report RUN' writes one that has.";
} else {
    document.title = `${report.name} · Descent report`;
    mount(Report, { target, props: { report } });
}
