/** Role: keeping models in this browser. */
import { expose } from 'comlink';
import { ModelStoreHost } from '../src/browser/models/store-host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(new ModelStoreHost());
