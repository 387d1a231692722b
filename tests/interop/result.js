// The SDK logs to stdout; the answer of a scenario is the one line that starts with this mark.
export const result = (value) =>
  console.log('RESULT ' + JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v)));

export const fail = (error) => {
  console.error(error);
  process.exit(1);
};
