import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClassification } from './classification.ts';

/** Any UTF-16 code units. (fast-check's own Unicode units take seconds to set up.) */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const task = createClassification({ labels: ['label', 'very good', 'good', 'C++', 'C'] });

describe('a check is read as', () => {
  it.each([
    ['{"label":"good"}', 'good'],
    ['{"label": "Very Good."}', 'very good'],
    ['Surely:\n```json\n{"label":"C++"}\n```', 'C++'],
    ['{"label":"label"}', 'label'],
    ['<think>{"label":"C"}</think>{"label":"good"}', 'good'],
    ['good', 'good'],
    ['The label is not bad but: very good', 'very good'],
    ['The label is not good', null],
    ['{"label":"neither"}', null],
    ['{"label":null}', null],
    ['{"label":"good"', 'good'],
    ['{"label":"go', null],
    ['', null],
  ])('%j: %j', (raw, label) => {
    expect(task.readCheck(raw)).toBe(label);
  });

  it('a label of the task or null, whatever comes', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const label = task.readCheck(raw);
        expect(label === null || task.labels.includes(label)).toBe(true);
      }),
    );
  });
});

describe('schemas of replies', () => {
  it('are the same bytes for the same labels, and name them', () => {
    const again = createClassification({ labels: [...task.labels] });
    expect(again.replySchema).toEqual(task.replySchema);
    expect(task.replySchema.json).toBe(
      '{"type":"object","properties":{"examples":{"type":"array","items":{"type":"object","properties":' +
        '{"text":{"type":"string"},"label":{"type":"string","enum":["label","very good","good","C++","C"]}},' +
        '"required":["text","label"],"additionalProperties":false}}},"required":["examples"],"additionalProperties":false}',
    );
    expect(task.checkSchema).toEqual({
      name: 'label',
      json:
        '{"type":"object","properties":{"label":{"type":"string","enum":["label","very good","good","C++","C"]}},' +
        '"required":["label"],"additionalProperties":false}',
    });
  });

  it('allow what the readers read', () => {
    const reply = { examples: [{ text: 'a', label: 'good' }] };
    expect(task.readReply(JSON.stringify(reply))).toMatchObject({ ok: true, candidates: reply.examples });
  });
});
