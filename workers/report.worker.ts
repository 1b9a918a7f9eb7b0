/** Role: making reports of experiments. */
import { expose } from 'comlink';
import { ReportHost } from '../src/browser/experiments/report-host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(new ReportHost());
