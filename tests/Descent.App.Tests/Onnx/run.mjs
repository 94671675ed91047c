// Runs exported models with ONNX Runtime: node run.mjs JOBS RESULTS, both files of JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const tensor = ({ type, lengths, values }) =>
  new ort.Tensor(type, type === 'int32' ? Int32Array.from(values) : Float32Array.from(values), lengths);

const runOne = async ({ model, runs }) => {
  try {
    const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3, intraOpNumThreads: 1, interOpNumThreads: 1 });
    const outputs = [];
    for (const inputs of runs) {
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, tensor(input)]));
      const { output } = await session.run(feeds);
      outputs.push({ type: output.type, lengths: output.dims, values: Array.from(output.data, (value) => Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity') });
    }
    await session.release();
    return { outputs };
  } catch (error) {
    return { error: `${error.message}` };
  }
};

const results = [];
for (const job of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  results.push(await runOne(job));
}
writeFileSync(process.argv[3], JSON.stringify(results));
