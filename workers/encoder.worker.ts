/** Role: encoding texts. */
import { expose } from 'comlink';
import { EncoderHost } from '../src/browser/encoder-host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(new EncoderHost());
