import { expect, test } from 'vitest';
import { extraPortsOf, portsOf, requirePossiblePorts } from './ports.ts';

/** What people have running where copies of the system run: Kafka by default, and the usual ports of its neighbours. */
const kafkaPort = 9092;
const further = Array.from({ length: 12 }, (_, i) => `tea-${i}`);
/** With those of the extras, which a copy may take as well. */
const numbersOf = (copy: { port: number; kafkaPort: number }) =>
  [...portsOf({ ...copy, further }), ...extraPortsOf(copy.port)].map(({ port }) => port);

test('no port is used twice within a copy', () => {
  const numbers = numbersOf({ port: 8080, kafkaPort });
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('copies whose PORTs differ by hundreds share no port, whichever of them has the default KAFKA_PORT', () => {
  const ports = [8080, 8180, 8280, 8380, 9080, 18_080, 18_180, 18_280, 18_380];
  for (const [index, port] of ports.entries()) {
    for (const other of ports.slice(index + 1)) {
      for (const [own, others] of [
        [kafkaPort, kafkaPort + 100],
        [kafkaPort + 100, kafkaPort],
      ] as const) {
        const taken = new Set(numbersOf({ port, kafkaPort: own }));
        const clashes = numbersOf({ port: other, kafkaPort: others }).filter((number) => taken.has(number));
        expect({ port, other, clashes }).toEqual({ port, other, clashes: [] });
      }
    }
  }
});

test('the port of a schema registry, 8081, is left alone', () => {
  expect(portsOf({ port: 8080, kafkaPort }).map(({ port }) => port)).not.toContain(8081);
});

test('the extras are where people expect them, and move with PORT', () => {
  const numbers = (port: number) => extraPortsOf(port).map((extra) => extra.port);
  expect(numbers(8080)).toEqual([8081, 1025, 8025, 8083, 5433, 27_018]);
  expect(numbers(8180)).toEqual([8181, 1125, 8125, 8183, 5533, 27_118]);
  expect(() => requirePossiblePorts({ port: 8080, kafkaPort: 8083 })).toThrow('CONNECT_PORT');
});

test('a port that cannot exist is refused with the range that can', () => {
  expect(() => requirePossiblePorts({ port: 65_300, kafkaPort })).toThrow('Choose 1024 to 65195');
  expect(() => requirePossiblePorts({ port: 80, kafkaPort })).toThrow('PORT=80');
});

test("a KAFKA_PORT among the copy's own ports is refused with what that port is for", () => {
  expect(() => requirePossiblePorts({ port: 8887, kafkaPort })).toThrow(
    'KAFKA_PORT=9092 cannot work with PORT=8887: that port is for gateway, PORT+205',
  );
});

test('more workflows than there are ports for are refused', () => {
  const many = [...further, 'coffee'];
  expect(() => requirePossiblePorts({ port: 8080, kafkaPort, further: many })).toThrow('has ports for 12');
});
